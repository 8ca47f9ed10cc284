-- Messages that wait to leave the house by mail or by the gateway to one person: an offer, a reminder of
-- a turn, a letter to a unit. `kept` is address and words, sealed; it is gone once the message is out. The
-- id follows from what the message is, so that the same is never put here twice.
create table sendings (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  about uuid not null,
  channel text not null,
  kept blob,
  state text not null,
  due_at text not null,
  tries bigint not null,
  lease_until text not null,
  problem text not null,
  handed_at text,
  constraint sendings_pk primary key (tenant, id)
);
create index sendings_due on sendings (tenant, state, due_at);
create index sendings_about on sendings (tenant, about);
