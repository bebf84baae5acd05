//! What people and staff do with accounts: made, signed in with, changed, looked after, closed.

mod address;
mod close;
mod create;
mod letter;
mod profile;
mod sign_in;
mod staff;

pub(super) use address::{
    WRITE_NEW, ask as ask_address, confirm as confirm_address, offered as offered_address,
};
pub use close::AccountClosed;
pub(super) use close::{WITHDRAW, close, erase};
pub use create::{Created, NewStaff, Prepared, create, create_staff, prepare};
pub(super) use create::{create_staff_by, sign_up};
pub(super) use letter::{Answer, LIFE, WRITE, answer_code, answer_link, ask};
pub use profile::prove;
pub(super) use profile::{Profile, change_password, change_profile};
pub use sign_in::{Arrival, enter};
pub(super) use sign_in::{Attempt, SignIn, sign_in};
pub(super) use staff::{change, end_sessions, restore, suspend};
