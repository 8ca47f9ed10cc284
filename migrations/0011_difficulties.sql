-- The eight difficulties as they were counted last, and up to where they follow the audit log. Both
-- are derived: they can be deleted and counted again.

-- An organisation's month with all that is below it; id is the organisation's, `counts` by category, as JSON.
create table difficulties (
  tenant bigint not null,
  month text not null,
  path text not null,
  id uuid not null,
  counts text not null,
  counted_at text not null,
  constraint difficulties_pk primary key (tenant, month, path)
) {clustered};

create table difficulties_seen (
  tenant bigint not null,
  what text not null,
  seq bigint not null,
  day text not null,
  constraint difficulties_seen_pk primary key (tenant, what)
);
