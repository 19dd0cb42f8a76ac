-- Accounts and their people, policies, factors, logins, sessions, messages and the audit log. Times are milliseconds since
-- 1970; what is sealed is text. Every account table is behind forced row-level security at the end of this file.
create schema jobs authorization sallyport_jobs;
grant usage on schema app to sallyport_app, sallyport_lookup, sallyport_operator, sallyport_jobs;

-- The clock: the database's own, and an offset that only a demo ever moves.
create table app.clock (only_row boolean primary key default true check (only_row), offset_ms bigint not null default 0, demo boolean not null default false);
insert into app.clock default values;
create function app.now_ms() returns bigint language sql volatile as
  $$ select floor(extract(epoch from clock_timestamp()) * 1000)::bigint + offset_ms from app.clock $$;
create function app.current_account() returns text language sql stable as $$ select nullif(current_setting('app.account', true), '') $$;

create table app.account (
  id text primary key, slug text not null unique, name text not null, language text not null check (language in ('en', 'de', 'it')),
  parent text references app.account, state text not null default 'open' check (state in ('open', 'suspended')),
  time_zone text not null default 'UTC', help_email text, help_phone text, entitlements jsonb not null default '{}', created_at bigint not null
);
create table app.policy (
  account text not null references app.account on delete cascade, version int not null, document jsonb not null,
  author text not null, reason text not null, at bigint not null, primary key (account, version)
);
create table app.users (
  account text not null references app.account on delete cascade, id text not null,
  username text not null, username_key text not null unique, name text not null, email text not null,
  language text not null check (language in ('en', 'de', 'it')),
  state text not null check (state in ('invited', 'active', 'disabled')),
  way text not null default 'choose', must_change jsonb not null default '[]', epoch int not null default 0,
  personal_key text not null, created_at bigint not null, signed_in_at bigint, primary key (account, id)
);
-- Who is selected or excepted under a policy, with the versions that added and removed them: the document stays small.
create table app.selection (
  account text not null, user_id text not null, kind text not null check (kind in ('selected', 'excepted')),
  added_version int not null, removed_version int, primary key (account, user_id, kind, added_version),
  foreign key (account, user_id) references app.users on delete cascade
);
create table app.role (
  account text not null references app.account on delete cascade, id text not null, name text not null,
  permissions jsonb not null, primary key (account, id)
);
create table app.user_role (
  account text not null, user_id text not null, role_id text not null, primary key (account, user_id, role_id),
  foreign key (account, user_id) references app.users on delete cascade, foreign key (account, role_id) references app.role on delete cascade
);
create table app.factor (
  account text not null, id text not null, user_id text not null, type text not null, label text not null default '',
  secret text not null, state text not null check (state in ('bound', 'stored', 'issued')), usable boolean not null default true,
  proven_at bigint, last_step bigint not null default -1, disabled_at bigint, created_at bigint not null, used_at bigint,
  primary key (account, id), foreign key (account, user_id) references app.users on delete cascade
);
create index on app.factor (account, user_id);
-- One row for each answer ever accepted: with factor.last_step the whole replay defence, for every type alike. Nothing is unburned.
create table app.burned (
  account text not null, factor text not null, what text not null, at bigint not null, primary key (account, factor, what),
  foreign key (account, factor) references app.factor on delete cascade
);
create table app.login (
  account text not null, id text not null, token bytea not null unique, user_id text not null,
  purpose text not null check (purpose in ('sign-in', 'step-up')), session_id text, state jsonb not null, sent jsonb not null default '{}',
  enrolment text, epoch int not null, agent text not null default '', created_at bigint not null, expires_at bigint not null, ended_at bigint,
  primary key (account, id), foreign key (account, user_id) references app.users on delete cascade
);
create index on app.login (account, user_id) where ended_at is null;
create index on app.login (expires_at);
create table app.session (
  account text not null, id text not null, token bytea not null unique, user_id text not null, proofs jsonb not null,
  epoch int not null, agent text not null default '', created_at bigint not null, seen_at bigint not null,
  idle_ms bigint not null, absolute_ms bigint not null, enrolment text, ended_at bigint,
  primary key (account, id), foreign key (account, user_id) references app.users on delete cascade
);
create index on app.session (account, user_id) where ended_at is null;
-- Failures in a row, per user and scope: a door and device class, all second factors, one factor, sends of codes.
create table app.tally (
  account text not null, user_id text not null, scope text not null, failures int not null, recent int not null, last_at bigint not null,
  primary key (account, user_id, scope), foreign key (account, user_id) references app.users on delete cascade
);
create table app.message (
  account text not null, id text not null, user_id text not null, login_id text, factor text,
  channel text not null check (channel in ('mail', 'sms')), template text not null, language text not null, body text,
  status text not null check (status in ('queued', 'accepted', 'delayed', 'failed', 'expired')), reason text, attempts int not null default 0,
  created_at bigint not null, valid_until bigint not null, accepted_at bigint,
  primary key (account, id), foreign key (account, user_id) references app.users on delete cascade
);
create index on app.message (account, user_id, created_at);
create table app.link (
  account text not null, id text not null, user_id text not null, kind text not null, token bytea not null unique,
  created_at bigint not null, expires_at bigint not null, used_at bigint,
  primary key (account, id), foreign key (account, user_id) references app.users on delete cascade
);
-- body: the act as canonical JSON, personal parts sealed per user. hash: sha256(previous hash, body). The head is locked per account.
create table app.audit (
  account text not null references app.account, seq bigint not null, at bigint not null, act text not null, subject text,
  body text not null, hash bytea not null, primary key (account, seq)
);
create index on app.audit (account, subject, seq);
create table app.audit_head (account text primary key references app.account, seq bigint not null, hash bytea not null);

-- Of the platform, not of an account.
create table app.platform_setting (key text primary key, value jsonb not null);
create table app.set_up (only_row boolean primary key default true check (only_row), token bytea not null, expires_at bigint not null);
create table app.seal_key (kid text primary key, first_at bigint not null);

do $$ declare t text; begin
  foreach t in array array['policy', 'users', 'selection', 'role', 'user_role', 'factor', 'burned', 'login', 'session', 'tally', 'message', 'link', 'audit', 'audit_head'] loop
    execute format('alter table app.%I enable row level security, force row level security', t);
    execute format('create policy account on app.%I to sallyport_app using (account = app.current_account())', t);
    execute format('create policy operator on app.%I to sallyport_operator using (true)', t);
  end loop;
  alter table app.account enable row level security, force row level security;
  create policy account on app.account to sallyport_app using (id = app.current_account());
  create policy operator on app.account to sallyport_operator using (true);
end $$;

grant select on all tables in schema app to sallyport_app, sallyport_operator;
grant insert, update, delete on app.users, app.selection, app.role, app.user_role, app.factor, app.login, app.session, app.tally, app.message, app.link, app.audit_head
  to sallyport_app, sallyport_operator;
grant insert on app.policy, app.burned, app.audit, app.seal_key, app.account to sallyport_app, sallyport_operator;
grant update on app.account to sallyport_app, sallyport_operator;
grant insert, update, delete on app.set_up to sallyport_app, sallyport_operator;
grant insert, update on app.platform_setting, app.clock to sallyport_operator;
grant delete on app.seal_key to sallyport_operator;
