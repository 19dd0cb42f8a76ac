-- Adding a job inside the transaction it belongs to: the queue's tables admit only their owner, so this function is theirs.
-- The account is read from the transaction's setting, never from the payload.
grant create on schema app to sallyport_jobs;
create function app.enqueue(p_task text, p_payload json, p_key text, p_attempts int) returns void
  language plpgsql security definer set search_path = jobs, app, pg_temp as $$
  begin
    perform jobs.add_job(p_task, json_build_object('account', app.current_account(), 'data', p_payload), job_key => p_key, max_attempts => p_attempts);
  end $$;
alter function app.enqueue(text, json, text, int) owner to sallyport_jobs;
revoke all on function app.enqueue(text, json, text, int) from public;
grant execute on function app.enqueue(text, json, text, int) to sallyport_app, sallyport_operator;
revoke create on schema app from sallyport_jobs;
