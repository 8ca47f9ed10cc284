-- What whoever takes a post is told of danger, and the insurance that was bought, stands with the post as it
-- does with a need (Volunteer Service Regulations 2017, articles 14 and 17).
alter table posts rename column risk_note to risk;
alter table posts add column dangerous bigint not null default 0;
alter table posts add column insurer text not null default '';
alter table posts add column policy_no text not null default '';
alter table posts add column insured_until text;

update posts set risk = n.risk, dangerous = n.dangerous, insurer = n.insurer, policy_no = n.policy_no, insured_until = n.insured_until
from needs n where n.tenant = posts.tenant and n.id = posts.need;
