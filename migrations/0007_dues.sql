-- Dues: what members declare, what was decided for them, what was paid. Money is whole fen. All three
-- are appended to: an entry that was wrong is taken back by one that reverses it.

create table dues_declarations (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  from_month text not null,
  class text not null,
  base bigint,
  due bigint,
  why text not null,
  reverses uuid,
  source uuid,
  made_at text not null,
  made_by text not null,
  constraint dues_declarations_pk primary key (tenant, id)
);
create index dues_declarations_member on dues_declarations (tenant, member, from_month, reverses, path);
create index dues_declarations_source on dues_declarations (tenant, source);

create table dues_reliefs (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  from_month text not null,
  to_month text,
  due bigint not null,
  reason blob,
  decided_by text not null,
  reverses uuid,
  made_at text not null,
  made_by text not null,
  constraint dues_reliefs_pk primary key (tenant, id)
);
create index dues_reliefs_member on dues_reliefs (tenant, member, from_month);

-- A row a month that was paid; the months of one payment share a receipt. `fen` is unknown where a
-- register has a tick and no amount.
create table dues_payments (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  receipt uuid not null,
  member uuid not null,
  path text not null,
  month text not null,
  fen bigint,
  how text not null,
  reverses uuid,
  source uuid,
  made_at text not null,
  made_by text not null,
  constraint dues_payments_pk primary key (tenant, occurred_on, id)
);
-- Whether a month is paid, and when, is read from this index alone.
create index dues_payments_member on dues_payments (tenant, member, month, reverses, id, occurred_on, path);
create index dues_payments_source on dues_payments (tenant, source);
