-- The roles, once per cluster; run by whoever may make roles. owner: migrations. app: the server. lookup: owns the functions
-- that find an account. operator: sees all accounts, entered only by asOperator. jobs: owns the queue and runs the worker.
do $$ declare r text; begin
  foreach r in array array['sallyport_owner', 'sallyport_lookup', 'sallyport_operator', 'sallyport_jobs'] loop
    if not exists (select from pg_roles where rolname = r) then execute format('create role %I nologin', r); end if;
  end loop;
  -- noinherit: being a member of operator and jobs gives the app nothing until a pool of its own enters that role.
  if not exists (select from pg_roles where rolname = 'sallyport_app') then create role sallyport_app login noinherit; end if;
end $$;
grant sallyport_operator, sallyport_jobs to sallyport_app;
grant sallyport_lookup, sallyport_jobs to sallyport_owner;
