-- Categories, contact cards and contacts: what is declared of a member's hardship or health, when each
-- field of the card was confirmed and how, and what was wished and promised in a contact. Declarations
-- and confirmations are only appended to; one that was wrong is taken back by one that reverses it.

create table declared_facts (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  what text not null,
  from_day text not null,
  to_day text,
  reason blob,
  decided_by text not null,
  reverses uuid,
  made_at text not null,
  made_by text not null,
  constraint declared_facts_pk primary key (tenant, id)
);
create index declared_facts_member on declared_facts (tenant, member, from_day);

-- `value` is said of the field `talk` alone: whether the member wishes one.
create table confirmations (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  field text not null,
  how text not null,
  value text not null,
  reverses uuid,
  source uuid,
  made_at text not null,
  made_by text not null,
  constraint confirmations_pk primary key (tenant, occurred_on, id)
);
-- The last of each field is read from this index alone.
create index confirmations_member on confirmations (tenant, member, field, occurred_on, reverses, path);
create index confirmations_source on confirmations (tenant, source);
-- Who wishes a talk is few beside all that is confirmed.
create index confirmations_talk on confirmations (tenant, path, member) where field = 'talk';

-- What was wished or promised in a contact: who does it, until when, and how it ended.
create table promises (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  contact uuid not null,
  kind text not null,
  what blob not null,
  doer text not null,
  due_on text not null,
  state text not null,
  ended_on text,
  ended_by text not null,
  answer blob,
  made_at text not null,
  made_by text not null,
  constraint promises_pk primary key (tenant, id)
);
create index promises_member on promises (tenant, member, due_on);
-- What is still to be done is little beside what was.
create index promises_open on promises (tenant, due_on, path) where state = 'open';
