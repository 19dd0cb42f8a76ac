-- Appending to an account's audit chain: moving the head on locks it, so that nothing can stand beside it.
create function app.append_audit(p_at bigint, p_act text, p_subject text, p_body text) returns void language plpgsql as $$
declare
  a text := app.current_account();
  last bigint;
  next bytea;
begin
  loop
    update app.audit_head h set seq = h.seq + 1, hash = sha256(h.hash || convert_to((h.seq + 1)::text || ' ' || p_body, 'UTF8'))
      where h.account = a returning h.seq, h.hash into last, next;
    exit when found;
    insert into app.audit_head values (a, 0, '\x') on conflict do nothing;
  end loop;
  insert into app.audit values (a, last, p_at, p_act, p_subject, p_body, next);
end $$;
revoke all on function app.append_audit(bigint, text, text, text) from public;
grant execute on function app.append_audit(bigint, text, text, text) to sallyport_app, sallyport_operator;
