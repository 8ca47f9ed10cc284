-- Places, how members study, and visit rounds. Of a member's home only the building is kept, and only
-- once somebody confirmed it; coordinates are of buildings, never of people.

-- Communities, grids and buildings, in the order in which the register lists them. `plain` is the name
-- as addresses are compared with it; latitude and longitude are millionths of a degree.
create table places (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  parent uuid,
  kind text not null,
  name text not null,
  plain text not null,
  position bigint not null,
  latitude bigint,
  longitude bigint,
  made_at text not null,
  constraint places_pk primary key (tenant, id),
  constraint places_name unique (tenant, path, kind, name),
  constraint places_org foreign key (tenant, org) references orgs (tenant, id),
  constraint places_parent foreign key (tenant, parent) references places (tenant, id)
);

create table member_places (
  tenant bigint not null,
  member uuid not null,
  path text not null,
  place uuid not null,
  how text not null,
  made_at text not null,
  made_by text not null,
  constraint member_places_pk primary key (tenant, member),
  constraint member_places_place foreign key (tenant, place) references places (tenant, id)
);
create index member_places_place on member_places (tenant, place);

-- Where an organisation meets: a transition group's point, a branch's room.
create table meeting_points (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  place uuid not null,
  room text not null,
  made_at text not null,
  made_by text not null,
  constraint meeting_points_pk primary key (tenant, id),
  constraint meeting_points_org unique (tenant, org),
  constraint meeting_points_place foreign key (tenant, place) references places (tenant, id)
);

-- How a member wishes to study from now on: appended, the last holds; an empty mode takes it back.
create table study_wishes (
  tenant bigint not null,
  id uuid not null,
  member uuid not null,
  path text not null,
  mode text not null,
  via text not null,
  said_by text not null,
  made_at text not null,
  made_by text not null,
  constraint study_wishes_pk primary key (tenant, id)
);
create index study_wishes_member on study_wishes (tenant, member, made_at, id);

-- Who said it, where somebody else wrote it down.
alter table answers add column said_by text not null default '';

create table rounds (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  activity uuid,
  month text not null,
  title text not null,
  bring text not null,
  state text not null,
  made_at text not null,
  made_by text not null,
  given_at text,
  given_by text not null,
  ended_at text,
  constraint rounds_pk primary key (tenant, id),
  constraint rounds_org foreign key (tenant, org) references orgs (tenant, id)
);
create index rounds_month on rounds (tenant, path, month);

-- One visitor's share. `visitor` is a member, or the account of somebody who works here.
create table tours (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  round uuid not null,
  visitor uuid not null,
  kind text not null,
  name text not null,
  position bigint not null,
  ended_at text,
  constraint tours_pk primary key (tenant, id),
  constraint tours_round foreign key (tenant, round) references rounds (tenant, id)
);
create index tours_round on tours (tenant, round, position);
create index tours_visitor on tours (tenant, visitor);

-- Whom to visit, as the visitor is told: the name, the building, and the telephone number as it is
-- shown to everybody, masked; it is sealed all the same.
create table stops (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  round uuid not null,
  tour uuid not null,
  visitor uuid not null,
  member uuid not null,
  name text not null,
  place uuid,
  where_to text not null,
  phone blob,
  position bigint not null,
  by_hand bigint not null,
  constraint stops_pk primary key (tenant, id),
  constraint stops_member unique (tenant, round, member),
  constraint stops_tour foreign key (tenant, tour) references tours (tenant, id)
);
create index stops_tour on stops (tenant, tour, position);

-- What became of a stop: appended. `seen` is the entry that its writer knew of and in whose place this
-- one stands; the one that no other stands for holds.
create table visits (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  path text not null,
  stop uuid not null,
  visitor uuid not null,
  member uuid not null,
  outcome text not null,
  words blob,
  via text not null,
  seen uuid,
  contact uuid not null,
  heard_before text,
  made_at text not null,
  made_by text not null,
  constraint visits_pk primary key (tenant, occurred_on, id)
);
create index visits_stop on visits (tenant, stop, seen);
