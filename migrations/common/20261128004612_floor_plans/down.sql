DROP TABLE floor_pins;
DROP TABLE floor_plans;
