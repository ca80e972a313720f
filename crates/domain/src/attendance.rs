//! Attendance: one named person at one session (an *accompagnement* in the statistics).
