-- The house itself: who acts, what they did, what waits to be done, and the rules in force.

create table writer (
  one bigint not null,
  constraint writer_pk primary key (one)
);
insert into writer (one) values (1);

create table audit (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  seq bigint not null,
  at text not null,
  account uuid,
  name text not null,
  role text not null,
  permission text not null,
  route text not null,
  path text not null,
  subject uuid,
  detail text not null,
  reason text not null,
  hash blob not null,
  constraint audit_pk primary key (tenant, occurred_on, id)
);
create unique index audit_seq on audit (tenant, seq);
create index audit_subject on audit (tenant, subject);

create table audit_heads (
  tenant bigint not null,
  seq bigint not null,
  hash blob not null,
  constraint audit_heads_pk primary key (tenant)
);

create table jobs (
  tenant bigint not null,
  id uuid not null,
  kind text not null,
  payload text not null,
  state text not null,
  problem text not null,
  due_at text not null,
  attempts bigint not null,
  lease_until text not null,
  constraint jobs_pk primary key (tenant, id)
);
create index jobs_due on jobs (tenant, state, due_at);

create table accounts (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  login text not null,
  name text not null,
  role text not null,
  person uuid,
  password text not null,
  totp blob,
  totp_step bigint not null,
  fails bigint not null,
  wait_until text not null,
  made_at text not null,
  signed_in_at text,
  closed_at text,
  constraint accounts_pk primary key (tenant, id),
  constraint accounts_login unique (tenant, login)
);
create index accounts_person on accounts (tenant, person);
create index accounts_ledger on accounts (tenant, path, name, id);

-- `needs` says what is missing before the session lets anybody in: nothing, the code of the second
-- factor, or that one is set up. `good_until` follows from the limits of the rule book.
create table sessions (
  tenant bigint not null,
  fingerprint blob not null,
  account uuid not null,
  needs text not null,
  made_at text not null,
  seen_at text not null,
  good_until text not null,
  ends_at text not null,
  constraint sessions_pk primary key (tenant, fingerprint),
  constraint sessions_account foreign key (tenant, account) references accounts (tenant, id)
);
create index sessions_of on sessions (tenant, account);

create table tokens (
  tenant bigint not null,
  id uuid not null,
  fingerprint blob not null,
  account uuid not null,
  name text not null,
  permissions text not null,
  made_at text not null,
  expires_on text not null,
  revoked_at text,
  constraint tokens_pk primary key (tenant, id),
  constraint tokens_fingerprint unique (tenant, fingerprint),
  constraint tokens_account foreign key (tenant, account) references accounts (tenant, id)
);

create table invitations (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  fingerprint blob not null,
  name text not null,
  role text not null,
  person uuid,
  account uuid,
  made_at text not null,
  expires_at text not null,
  used_at text,
  constraint invitations_pk primary key (tenant, id),
  constraint invitations_fingerprint unique (tenant, fingerprint)
);

create table settings (
  tenant bigint not null,
  key text not null,
  value text not null,
  constraint settings_pk primary key (tenant, key)
);

create table rule_changes (
  tenant bigint not null,
  id uuid not null,
  key text not null,
  value text not null,
  source text not null,
  article text not null,
  from_day text not null,
  to_day text,
  made_at text not null,
  made_by text not null,
  constraint rule_changes_pk primary key (tenant, id)
);
create index rule_changes_key on rule_changes (tenant, key, from_day);
