-- The month with units: what its people may be named for, the letter that each unit gets, what both
-- sides say about it, and the review of the year.

-- Since when a unit may read by name what somebody did, and how they said so; none means no.
alter table report_ins add column named_on text;
alter table report_ins add column named_via text not null default '';

-- Where a contact gets letters by mail. Sealed.
alter table unit_contacts add column mail blob;

-- One letter a month from an organisation to a unit. While it is a draft `content` is empty and follows
-- from the facts; once sent it is what was sent, and stays. `number` counts an organisation's letters of
-- a month. `reached_how`: read by the contact, or handed over by somebody.
create table letters (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  unit uuid not null,
  unit_name text not null,
  month text not null,
  words text not null,
  content text not null,
  number bigint,
  made_at text not null,
  made_by text not null,
  sent_on text,
  sent_by text not null,
  reached_on text,
  reached_how text not null,
  constraint letters_pk primary key (tenant, id),
  constraint letters_one unique (tenant, org, unit, month),
  constraint letters_number unique (tenant, org, month, number),
  constraint letters_org foreign key (tenant, org) references orgs (tenant, id),
  constraint letters_unit foreign key (tenant, unit) references units (tenant, id)
);
create index letters_path on letters (tenant, path, month);
create index letters_of on letters (tenant, unit, month);

-- What was said about a letter after it was sent, by which side and by which way: appended. `offers` is
-- what the unit can give next month.
create table letter_words (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  letter uuid not null,
  side text not null,
  via text not null,
  words text not null,
  offers text not null,
  said_on text not null,
  made_by text not null,
  constraint letter_words_pk primary key (tenant, id),
  constraint letter_words_letter foreign key (tenant, letter) references letters (tenant, id)
);
create index letter_words_of on letter_words (tenant, letter, id);

-- A year looked back on: of a unit, or of somebody in service. Facts and words, no grade. `content` is
-- empty until it is handed over, and stays from then on. `unit` and `unit_name` are those of the time;
-- `shared_on` is when the person agreed that their unit gets it.
create table reviews (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  about text not null,
  unit uuid,
  person uuid,
  name text not null,
  unit_name text not null,
  year bigint not null,
  content text not null,
  made_at text not null,
  made_by text not null,
  handed_on text,
  shared_on text,
  shared_via text not null,
  constraint reviews_pk primary key (tenant, id),
  constraint reviews_org foreign key (tenant, org) references orgs (tenant, id)
);
create index reviews_path on reviews (tenant, path, year);
create index reviews_unit on reviews (tenant, unit, year);
create index reviews_person on reviews (tenant, person, year);

-- What the community, the unit or the person says of the year, in words: appended.
create table review_words (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  review uuid not null,
  side text not null,
  via text not null,
  words text not null,
  said_on text not null,
  made_by text not null,
  constraint review_words_pk primary key (tenant, id),
  constraint review_words_review foreign key (tenant, review) references reviews (tenant, id)
);
create index review_words_of on review_words (tenant, review, id);

-- The unit whose contact handed the files in: rows of another unit are not taken from it.
alter table imports add column unit uuid;

-- A workbook that a unit's contact hands in for its people. It lies here until somebody of the community
-- reads it in (`import`), or gives it back with a reason.
create table unit_rosters (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  unit uuid not null,
  unit_name text not null,
  file text not null,
  content text not null,
  made_at text not null,
  made_by text not null,
  import uuid,
  returned_on text,
  reason text not null,
  constraint unit_rosters_pk primary key (tenant, id),
  constraint unit_rosters_org foreign key (tenant, org) references orgs (tenant, id),
  constraint unit_rosters_unit foreign key (tenant, unit) references units (tenant, id),
  constraint unit_rosters_import foreign key (tenant, import) references imports (tenant, id)
);
create index unit_rosters_path on unit_rosters (tenant, path, made_at);
create index unit_rosters_of on unit_rosters (tenant, unit, made_at);

-- Who answers for what of members in service: the unit, the community, or both. `matters` are the rows, as
-- JSON. The newest hold.
create table joint_rules (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  matters text not null,
  made_at text not null,
  made_by text not null,
  adopted_on text not null,
  adopted_by text not null,
  constraint joint_rules_pk primary key (tenant, id),
  constraint joint_rules_org foreign key (tenant, org) references orgs (tenant, id)
);
create index joint_rules_of on joint_rules (tenant, org, adopted_on);

-- What a unit says to them: appended, the newest holds.
create table joint_answers (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  rules uuid not null,
  unit uuid not null,
  unit_name text not null,
  agreed bigint not null,
  via text not null,
  words text not null,
  said_on text not null,
  made_by text not null,
  constraint joint_answers_pk primary key (tenant, id),
  constraint joint_answers_rules foreign key (tenant, rules) references joint_rules (tenant, id)
);
create index joint_answers_of on joint_answers (tenant, rules, unit, id);

-- A unit at a joint meeting: who comes for it and who came, in words.
create table meeting_guests (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  activity uuid not null,
  unit uuid not null,
  unit_name text not null,
  comes text not null,
  came text not null,
  made_by text not null,
  constraint meeting_guests_pk primary key (tenant, id),
  constraint meeting_guests_one unique (tenant, activity, unit),
  constraint meeting_guests_activity foreign key (tenant, activity) references activities (tenant, id),
  constraint meeting_guests_unit foreign key (tenant, unit) references units (tenant, id)
);
create index meeting_guests_of on meeting_guests (tenant, unit);
