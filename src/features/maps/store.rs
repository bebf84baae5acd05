//! The tables of plans and pins.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::Spot;
use crate::{
    both,
    kernel::{clock::Time, db::Conn, error::Result, id::Id},
    schema::{floor_pins, floor_plans, objects},
};

/// A plan.
#[derive(Clone, Debug, Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = floor_plans)]
pub(super) struct Plan {
    pub(super) place_id: Id,
    pub(super) media_id: Id,
    pub(super) alt_fr: String,
    pub(super) alt_en: String,
    pub(super) changed_at: Time,
}

/// Every plan of a place that was not withdrawn.
pub(super) fn plans(conn: &mut Conn) -> Result<Vec<Plan>> {
    Ok(floor_plans::table
        .inner_join(objects::table.on(objects::id.eq(floor_plans::place_id)))
        .filter(objects::deleted_at.is_null())
        .select(Plan::as_select())
        .load(conn)?)
}

pub(super) fn find(conn: &mut Conn, place: Id) -> Result<Option<Plan>> {
    Ok(floor_plans::table.find(place).select(Plan::as_select()).first(conn).optional()?)
}

/// The plan of a place, instead of the one it had.
pub(super) fn set(conn: &mut Conn, plan: &Plan) -> Result<()> {
    both!(conn, |c| diesel::insert_into(floor_plans::table)
        .values(plan.clone())
        .on_conflict(floor_plans::place_id)
        .do_update()
        .set(plan.clone())
        .execute(c))?;
    Ok(())
}

pub(super) fn remove(conn: &mut Conn, place: Id) -> Result<()> {
    diesel::delete(floor_pins::table.filter(floor_pins::place_id.eq(place))).execute(conn)?;
    diesel::delete(floor_plans::table.find(place)).execute(conn)?;
    Ok(())
}

/// Where things are on a plan.
pub(super) fn pins(conn: &mut Conn, place: Id) -> Result<HashMap<Id, Spot>> {
    let rows: Vec<(Id, i32, i32)> = floor_pins::table
        .filter(floor_pins::place_id.eq(place))
        .select((floor_pins::object_id, floor_pins::x, floor_pins::y))
        .load(conn)?;
    Ok(rows.into_iter().map(|(object, x, y)| (object, Spot { x, y })).collect())
}

/// The pins of a plan, instead of those it had.
pub(super) fn set_pins(conn: &mut Conn, place: Id, pins: &[(Id, Spot)]) -> Result<()> {
    diesel::delete(floor_pins::table.filter(floor_pins::place_id.eq(place))).execute(conn)?;
    for (object, spot) in pins {
        diesel::insert_into(floor_pins::table)
            .values((
                floor_pins::place_id.eq(place),
                floor_pins::object_id.eq(*object),
                floor_pins::x.eq(spot.x),
                floor_pins::y.eq(spot.y),
            ))
            .execute(conn)?;
    }
    Ok(())
}
