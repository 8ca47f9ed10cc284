-- What waits to leave the house by mail or by the gateway, in the same transaction as the notice it
-- belongs to. `message` names what was handed over, from before the handing over on, so that after a
-- crash the same message goes under the same name. `round` is 0 for the notice, 1 for its reminder.
create table outbox (
  tenant bigint not null,
  notice uuid not null,
  member uuid not null,
  channel text not null,
  round bigint not null,
  path text not null,
  state text not null,
  due_at text not null,
  tries bigint not null,
  message uuid,
  lease_until text not null,
  problem text not null,
  handed_at text,
  constraint outbox_pk primary key (tenant, notice, member, channel, round),
  constraint outbox_notice foreign key (tenant, notice) references notices (tenant, id)
);
create index outbox_due on outbox (tenant, state, due_at);
create index outbox_member on outbox (tenant, member, state);
create index outbox_message on outbox (tenant, message);

-- How a member wants to be told: the ways in their order, and the address for mail.
create table ways_to_reach (
  tenant bigint not null,
  member uuid not null,
  path text not null,
  ways text not null,
  email blob,
  set_at text not null,
  set_by text not null,
  constraint ways_to_reach_pk primary key (tenant, member),
  constraint ways_to_reach_member foreign key (tenant, member) references members (tenant, id)
);

-- The mail server and the gateway as the keeper set them, each sealed as a whole.
create table channels (
  tenant bigint not null,
  name text not null,
  kept blob not null,
  set_at text not null,
  set_by text not null,
  constraint channels_pk primary key (tenant, name)
);
