-- The month: plans, activities, who answered, who took part, and the notices about them.

create table plans (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  month text not null,
  state text not null,
  made_at text not null,
  published_at text,
  published_by text not null,
  constraint plans_pk primary key (tenant, id),
  constraint plans_month unique (tenant, org, month),
  constraint plans_org foreign key (tenant, org) references orgs (tenant, id)
);

-- One that was postponed stays, with the reason; the one on the new day says which it follows.
create table activities (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  plan uuid,
  kind text not null,
  title text not null,
  day text not null,
  starts text not null,
  minutes bigint not null,
  place text not null,
  host text not null,
  due text not null,
  state text not null,
  reason text not null,
  basis text not null,
  code_key blob,
  follows uuid,
  source uuid,
  made_at text not null,
  constraint activities_pk primary key (tenant, id),
  constraint activities_org foreign key (tenant, org) references orgs (tenant, id)
);
create index activities_day on activities (tenant, path, day);
create index activities_by_day on activities (tenant, day);
create index activities_follows on activities (tenant, follows);

create table answers (
  tenant bigint not null,
  activity uuid not null,
  member uuid not null,
  path text not null,
  answer text not null,
  via text not null,
  made_at text not null,
  made_by text not null,
  constraint answers_pk primary key (tenant, activity, member)
);

-- The ledger of taking part: appended, never changed. A later entry of the same activity and
-- member stands in the place of the earlier one.
create table attendance (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  activity uuid not null,
  member uuid not null,
  path text not null,
  mode text not null,
  via text not null,
  recorded_at text not null,
  recorded_by text not null,
  note text not null,
  source uuid,
  constraint attendance_pk primary key (tenant, occurred_on, id)
);
create index attendance_member on attendance (tenant, member, occurred_on);
create index attendance_source on attendance (tenant, source);

-- The entry in force for each activity and member: derived from the ledger above.
create table marks (
  tenant bigint not null,
  activity uuid not null,
  member uuid not null,
  path text not null,
  mode text not null,
  entry uuid not null,
  occurred_on text not null,
  constraint marks_pk primary key (tenant, activity, member)
) {clustered};
create index marks_member on marks (tenant, member, occurred_on);

create table notices (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  title text not null,
  body text not null,
  about uuid,
  wants text not null,
  options text not null,
  due_on text,
  audience text not null,
  sent_at text not null,
  sent_by text not null,
  constraint notices_pk primary key (tenant, id),
  constraint notices_org foreign key (tenant, org) references orgs (tenant, id)
);

-- By which way a notice stands with each member now, which ways they have, and when the next one
-- has its turn; who or what reached them, and what they answered. `link` knows the link handed out
-- again; a new number makes all links before it void.
create table deliveries (
  tenant bigint not null,
  notice uuid not null,
  member uuid not null,
  path text not null,
  channel text not null,
  ways text not null,
  state text not null,
  next_at text,
  reminded_at text,
  link_no bigint not null,
  link blob,
  reached_at text,
  reached_by text not null,
  via text not null,
  answer text not null,
  answered_at text,
  reason blob,
  constraint deliveries_pk primary key (tenant, notice, member),
  constraint deliveries_notice foreign key (tenant, notice) references notices (tenant, id)
);
create index deliveries_member on deliveries (tenant, member);
create index deliveries_next on deliveries (tenant, state, next_at);
create index deliveries_link on deliveries (tenant, link);

create table unit_deliveries (
  tenant bigint not null,
  notice uuid not null,
  unit uuid not null,
  channel text not null,
  state text not null,
  reached_at text,
  constraint unit_deliveries_pk primary key (tenant, notice, unit),
  constraint unit_deliveries_notice foreign key (tenant, notice) references notices (tenant, id)
);
