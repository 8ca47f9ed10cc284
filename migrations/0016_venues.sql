-- Venues of the community and of units, who booked them and who waits, and the open days of units; and
-- the counters at which residents ask without an account.

-- `unit` is whose it is, by id and by name, since the unit itself may stand with somebody else; none:
-- the community's own. `counts` says whether a booking takes one of the
-- `capacity` or as many as it has people. `hours` is the opening hours by weekday. `turns` counts the
-- bookings ever asked for: each gets the next number, and that is the order of waiting.
create table venues (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  unit uuid,
  unit_name text not null,
  name text not null,
  kind text not null,
  address text not null,
  rules text not null,
  capacity bigint not null,
  counts text not null,
  hours text not null,
  turns bigint not null,
  closed_at text,
  made_at text not null,
  changed_at text not null,
  constraint venues_pk primary key (tenant, id),
  constraint venues_name unique (tenant, path, name),
  constraint venues_org foreign key (tenant, org) references orgs (tenant, id)
);

-- `of_name` is the name of the organisation, the unit or the member who booked; who asked at the desk and
-- the telephone of whoever asked are sealed. `series` holds the days of one repeated booking together.
-- `moved_up_at` is set when somebody who waited got the slot, `told_at` once they were told.
create table bookings (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  venue uuid not null,
  number bigint not null,
  series uuid,
  day text not null,
  starts text not null,
  ends text not null,
  people bigint not null,
  purpose text not null,
  by_kind text not null,
  by_id uuid,
  of_name text not null,
  from_name blob,
  from_phone blob,
  state text not null,
  reason text not null,
  moved_up_at text,
  told_at text,
  made_at text not null,
  made_by text not null,
  constraint bookings_pk primary key (tenant, id),
  constraint bookings_number unique (tenant, venue, number),
  constraint bookings_venue foreign key (tenant, venue) references venues (tenant, id)
);
create index bookings_day on bookings (tenant, venue, day);
create index bookings_path on bookings (tenant, path, day);
create index bookings_series on bookings (tenant, series);
create index bookings_state on bookings (tenant, state, day);

-- A unit opens its venue to residents: proposed in turn, set by somebody, or called off with a reason.
create table open_days (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  venue uuid not null,
  unit uuid not null,
  day text not null,
  starts text not null,
  ends text not null,
  what text not null,
  state text not null,
  reason text not null,
  made_at text not null,
  made_by text not null,
  constraint open_days_pk primary key (tenant, id),
  constraint open_days_venue foreign key (tenant, venue) references venues (tenant, id)
);
create index open_days_path on open_days (tenant, path, day);
create index open_days_venue_day on open_days (tenant, venue, day);

-- Where residents ask a community without an account: there is none until it is switched on.
create table counters (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  key text not null,
  phone text not null,
  words text not null,
  switched_on_at text,
  changed_at text not null,
  changed_by text not null,
  constraint counters_pk primary key (tenant, id),
  constraint counters_org unique (tenant, org),
  constraint counters_key unique (tenant, key)
);

-- How often somebody asked on a day, by a print of their address and the day; gone the day after.
create table counter_days (
  tenant bigint not null,
  day text not null,
  whose blob not null,
  asked bigint not null,
  constraint counter_days_pk primary key (tenant, day, whose)
);
