-- What a link is about, and what is remembered with it, sealed: the link by which a changed contact is taken back names the
-- contact that it suspends, and keeps where the one before it was.
alter table app.link add column subject text, add column data text;
create index on app.link (account, user_id);
