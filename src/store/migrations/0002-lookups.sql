-- Finding the account before it is known: functions owned by lookup, each answering one question by one secret or name.
grant select on app.users, app.login, app.session, app.link, app.account, app.user_role, app.role, app.policy, app.factor, app.clock to sallyport_lookup;
do $$ declare t text; begin
  foreach t in array array['users', 'login', 'session', 'link', 'account', 'user_role', 'role', 'policy', 'factor'] loop
    execute format('create policy lookup on app.%I for select to sallyport_lookup using (true)', t);
  end loop;
end $$;
grant create on schema app to sallyport_lookup;

-- A name nobody has, or whose owner has not yet accepted the invitation, is answered with one of the decoys, chosen by the caller: the same reads, hash and writes follow.
create function app.find_username(p_key text, p_decoy text) returns table (account text, user_id text, decoy boolean)
  language sql stable security definer set search_path = app, pg_temp as $$
    select u.account, u.id, u.account = 'acc_decoy' from users u
    where u.username_key = any (array[p_key, p_decoy]) and (u.state <> 'invited' or u.account = 'acc_decoy') order by (u.username_key = p_key) desc limit 1
  $$;

create function app.find_login(p_token bytea) returns table (account text, id text, user_id text)
  language sql stable security definer set search_path = app, pg_temp as $$
    select l.account, l.id, l.user_id from login l where l.token = p_token
  $$;

create function app.find_link(p_token bytea, p_kind text) returns table (account text, id text, user_id text)
  language sql stable security definer set search_path = app, pg_temp as $$
    select l.account, l.id, l.user_id from link l where l.token = p_token and l.kind = p_kind
  $$;

-- All that a session check answers with, in one round trip.
create function app.find_session(p_token bytea) returns jsonb
  language sql stable security definer set search_path = app, pg_temp as $$
    select jsonb_build_object(
      'now', app.now_ms(), 'account', s.account, 'id', s.id, 'userId', s.user_id, 'proofs', s.proofs, 'agent', s.agent,
      'createdAt', s.created_at, 'seenAt', s.seen_at, 'idleMs', s.idle_ms, 'absoluteMs', s.absolute_ms,
      'ended', s.ended_at is not null or s.epoch <> u.epoch or u.state <> 'active' or a.state <> 'open',
      'username', u.username, 'name', u.name, 'email', u.email, 'language', u.language, 'accountName', a.name, 'slug', a.slug,
      'held', (select coalesce(jsonb_agg(f.id), '[]') from factor f where f.account = s.account and f.user_id = s.user_id and f.disabled_at is null),
      'permissions', (select coalesce(jsonb_agg(distinct p), '[]') from user_role ur join role r on r.account = ur.account and r.id = ur.role_id,
         jsonb_array_elements_text(r.permissions) p where ur.account = s.account and ur.user_id = s.user_id))
    from session s join users u on u.account = s.account and u.id = s.user_id join account a on a.id = s.account
    where s.token = p_token
  $$;

-- Whether the platform has an operator who can sign in: then the set-up link is closed for good.
create function app.operator_exists() returns boolean
  language sql stable security definer set search_path = app, pg_temp as $$
    select exists (select from users u join factor f on f.account = u.account and f.user_id = u.id
      where u.account = 'acc_platform' and f.state = 'bound' and f.type <> 'password' and u.state <> 'disabled')
  $$;
create function app.account_by_slug(p_slug text) returns text
  language sql stable security definer set search_path = app, pg_temp as $$ select id from account where slug = p_slug $$;

do $$ declare f text; begin
  foreach f in array array['find_username(text, text)', 'find_login(bytea)', 'find_link(bytea, text)', 'find_session(bytea)', 'operator_exists()', 'account_by_slug(text)'] loop
    execute format('alter function app.%s owner to sallyport_lookup', f);
    execute format('revoke all on function app.%s from public', f);
    execute format('grant execute on function app.%s to sallyport_app, sallyport_operator', f);
  end loop;
end $$;
revoke create on schema app from sallyport_lookup;
