DROP TABLE event_proposals;
