-- What somebody promises at a post that they took, and what residents say to it.

-- The newest words and the newest state; each step stands in `commitment_acts`. `shown` is the person's
-- own say: hidden, surname or full. `key` opens the public page while it is shown.
create table commitments (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  org uuid not null,
  post uuid not null,
  claim uuid not null,
  person uuid not null,
  tie text not null,
  name text not null,
  target text not null,
  by_day text,
  when_words text not null,
  quality text not null,
  via text not null,
  state text not null,
  state_on text not null,
  released_why text not null,
  shown text not null,
  shown_via text not null,
  key text not null,
  made_at text not null,
  made_by text not null,
  constraint commitments_pk primary key (tenant, id),
  constraint commitments_key unique (tenant, key),
  constraint commitments_claim foreign key (tenant, claim) references claims (tenant, id),
  constraint commitments_post foreign key (tenant, post) references posts (tenant, id)
);
create index commitments_of_claim on commitments (tenant, claim, state);
create index commitments_of_post on commitments (tenant, post, made_at);
create index commitments_of_org on commitments (tenant, org, state);
create index commitments_of_person on commitments (tenant, person, made_at);
create index commitments_path on commitments (tenant, path, made_at);

-- Appended. `via` is how the person said it; none where the organisation did it itself.
create table commitment_acts (
  tenant bigint not null,
  occurred_on text not null,
  id uuid not null,
  commitment uuid not null,
  path text not null,
  act text not null,
  via text,
  reason text not null,
  made_by text not null,
  constraint commitment_acts_pk primary key (tenant, occurred_on, id)
);
create index commitment_acts_of on commitment_acts (tenant, commitment, occurred_on);

-- Thanks, and what is pointed out; without who said it. `code` is a keyed print of what opens the answer.
create table commitment_words (
  tenant bigint not null,
  id uuid not null,
  path text not null,
  commitment uuid not null,
  kind text not null,
  words text not null,
  code blob,
  state text not null,
  said_on text not null,
  answer text not null,
  answered_on text,
  answered_by text not null,
  constraint commitment_words_pk primary key (tenant, id),
  constraint commitment_words_of foreign key (tenant, commitment) references commitments (tenant, id)
);
create index commitment_words_commitment on commitment_words (tenant, commitment, state);
create index commitment_words_state on commitment_words (tenant, state, said_on);
create index commitment_words_code on commitment_words (tenant, code);
