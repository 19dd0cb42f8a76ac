-- Contacts that are proposed, proven and taken back; phones that replace one another; messages that are followed to the
-- handset; logins that recover a password; and the limits that no single user's row can hold.
alter table app.factor drop constraint factor_state_check;
alter table app.factor add constraint factor_state_check check (state in ('bound', 'stored', 'issued', 'proposed'));
-- takes_over_at: when a contact proposed by an administrator counts without having been proven; null: only by proof.
-- replaces: the factor that goes when this one has taken over.
alter table app.factor add column takes_over_at bigint, add column replaces text;
create index on app.factor (takes_over_at) where state = 'proposed' and takes_over_at is not null;

alter table app.users add column email_key text generated always as (lower(email)) stored;
create index on app.users (email_key);

alter table app.login drop constraint login_purpose_check;
alter table app.login add constraint login_purpose_check check (purpose in ('sign-in', 'step-up', 'recover'));
-- address: from where it was opened, as the page shows it. sent: codes that were sent inside the session, as in a login.
alter table app.session add column address text not null default '', add column sent jsonb not null default '{}';

-- sms: {countries: ['DE', …], daily, monthly}; what is absent has its default in rules/throttle.
alter table app.account add column sms jsonb not null default '{}';

alter table app.message drop constraint message_status_check;
alter table app.message add constraint message_status_check
  check (status in ('queued', 'accepted', 'delayed', 'failed', 'expired', 'delivered', 'undelivered'));
-- tried: the providers that were asked, in order. parts: into how many pieces an SMS was cut, which is what it costs.
alter table app.message add column tried jsonb not null default '[]', add column parts int not null default 1, add column delivered_at bigint;
create index on app.message (account, channel, created_at);

-- One row for each thing that is limited beyond a single user: a try from an address, a message to a recipient. Scopes and
-- keys are keyed digests; nothing here says whose they are, so it is of the platform.
create table app.meter (scope text not null, key text not null, at bigint not null, primary key (scope, key));
create index on app.meter (scope, at);
create index on app.meter (at);
grant select, insert, update, delete on app.meter to sallyport_app, sallyport_operator;

-- Every user with this address on record as one that messages may go to, on the whole platform.
grant create on schema app to sallyport_lookup;
create function app.users_of_address(p_key text) returns table (account text, user_id text)
  language sql stable security definer set search_path = app, pg_temp as $$
    select u.account, u.id from users u join account a on a.id = u.account
    where u.email_key = p_key and u.state = 'active' and a.state = 'open' and u.account <> 'acc_decoy'
      and exists (select from factor f where f.account = u.account and f.user_id = u.id and f.type = 'email' and f.usable and f.state in ('stored', 'bound') and f.disabled_at is null)
    order by u.created_at, u.id limit 50
  $$;
alter function app.users_of_address(text) owner to sallyport_lookup;
revoke all on function app.users_of_address(text) from public;
grant execute on function app.users_of_address(text) to sallyport_app, sallyport_operator;
revoke create on schema app from sallyport_lookup;
