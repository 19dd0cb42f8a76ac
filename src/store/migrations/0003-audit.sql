-- Appending to an account's audit chain: the head is locked, so that nothing can stand beside it.
create function app.append_audit(p_at bigint, p_act text, p_subject text, p_body text) returns void language plpgsql as $$
declare
  a text := app.current_account();
  last bigint;
  prev bytea;
  next bytea;
begin
  insert into app.audit_head values (a, 0, '\x') on conflict do nothing;
  select h.seq, h.hash into strict last, prev from app.audit_head h where h.account = a for update;
  next := sha256(prev || convert_to((last + 1)::text || ' ' || p_body, 'UTF8'));
  insert into app.audit values (a, last + 1, p_at, p_act, p_subject, p_body, next);
  update app.audit_head h set seq = last + 1, hash = next where h.account = a;
end $$;
revoke all on function app.append_audit(bigint, text, text, text) from public;
grant execute on function app.append_audit(bigint, text, text, text) to sallyport_app, sallyport_operator;
