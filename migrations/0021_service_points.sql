-- Points for service, of members of the ledger and of those who reported in. Appended, never changed:
-- `fact` is the turn or the exchange that an entry follows from. Points are kept in hundredths.
create table service_points (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  person uuid not null,
  tie text not null,
  fact uuid not null,
  kind text not null,
  minutes bigint not null,
  percent bigint not null,
  points bigint not null,
  rule text not null,
  reason text not null,
  reverses uuid,
  made_at text not null,
  constraint service_points_pk primary key (tenant, occurred_on, id)
);
create index service_points_person on service_points (tenant, person, occurred_on);
create index service_points_path on service_points (tenant, path, occurred_on);

-- That somebody finds their points wrong, and what the organisation answered.
create table service_appeals (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  post uuid not null,
  service uuid,
  person uuid not null,
  tie text not null,
  name text not null,
  words text not null,
  via text not null,
  made_at text not null,
  made_by text not null,
  state text not null,
  answer text not null,
  answered_at text,
  answered_by text not null,
  constraint service_appeals_pk primary key (tenant, id),
  constraint service_appeals_post foreign key (tenant, post) references posts (tenant, id)
);
create index service_appeals_person on service_appeals (tenant, person, made_at);
create index service_appeals_state on service_appeals (tenant, state, path);

-- What an organisation gives in exchange for points, if it wishes. `left_over` counts what is still there.
create table service_rewards (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  title text not null,
  points bigint not null,
  left_over bigint not null,
  until_day text,
  made_at text not null,
  made_by text not null,
  ended_on text,
  constraint service_rewards_pk primary key (tenant, id),
  constraint service_rewards_org foreign key (tenant, org) references orgs (tenant, id)
);
create index service_rewards_path on service_rewards (tenant, path, ended_on);

create table service_exchanges (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  reward uuid not null,
  title text not null,
  person uuid not null,
  tie text not null,
  name text not null,
  points bigint not null,
  handed_at text not null,
  handed_by text not null,
  returned_on text,
  returned_why text not null,
  constraint service_exchanges_pk primary key (tenant, id),
  constraint service_exchanges_reward foreign key (tenant, reward) references service_rewards (tenant, id)
);
create index service_exchanges_person on service_exchanges (tenant, person, handed_at);
