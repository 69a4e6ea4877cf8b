//! A walk over a record in memory: whether it could stand in a file as it is.
//!
//! The walk over JSON text ([`super::shape`]) says what is wrong and where. This one only says whether anything may be, so that a sound record
//! need not be written and read again.

use std::fmt;

use serde::ser::{Impossible, SerializeSeq, SerializeStruct, SerializeTuple};
use serde::{Serialize, Serializer, ser};

use super::shape::{Held, is_control};
use super::{MAX_NESTED_POSTS, MAX_TEXT_BYTES, Record};

/// Whether no text of a record is too long or has control characters, no number is infinite and no post stands too deep. What the walk does
/// not know it calls unsound.
pub(super) fn is_sound(record: &Record) -> bool {
    record.serialize(Walk { held: Held::Value, depth: 0 }).is_ok()
}

/// Where the walk is.
#[derive(Clone, Copy)]
struct Walk {
    held: Held,
    /// How many posts are around it.
    depth: usize,
}

/// That something may be wrong.
#[derive(Debug)]
struct Unsound;

impl fmt::Display for Unsound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("unsound")
    }
}

impl std::error::Error for Unsound {}

impl ser::Error for Unsound {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Walked = Result<(), Unsound>;

/// Goes on when something holds.
fn if_so(holds: bool) -> Walked {
    if holds { Ok(()) } else { Err(Unsound) }
}

impl SerializeSeq for Walk {
    type Ok = ();
    type Error = Unsound;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Walked {
        item.serialize(*self)
    }

    fn end(self) -> Walked {
        Ok(())
    }
}

impl SerializeTuple for Walk {
    type Ok = ();
    type Error = Unsound;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Walked {
        item.serialize(*self)
    }

    fn end(self) -> Walked {
        Ok(())
    }
}

impl SerializeStruct for Walk {
    type Ok = ();
    type Error = Unsound;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Walked {
        let held = Held::by(key);
        let depth = self.depth + usize::from(held == Held::Posts);
        if_so(depth <= MAX_NESTED_POSTS)?;
        if held == Held::Opaque { Ok(()) } else { value.serialize(Self { held, depth }) }
    }

    fn end(self) -> Walked {
        Ok(())
    }
}

/// Methods for values of which any is sound.
macro_rules! let_pass {
    ($($method:ident: $value:ty,)+) => { $(fn $method(self, _: $value) -> Walked { Ok(()) })+ };
}

impl Serializer for Walk {
    type Ok = ();
    type Error = Unsound;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Impossible<(), Unsound>;
    type SerializeTupleVariant = Impossible<(), Unsound>;
    type SerializeMap = Impossible<(), Unsound>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), Unsound>;

    fn serialize_str(self, text: &str) -> Walked {
        if_so((self.held == Held::Picture || text.len() <= MAX_TEXT_BYTES) && !text.bytes().any(is_control))
    }

    fn serialize_f32(self, number: f32) -> Walked {
        if_so(number.is_finite())
    }

    fn serialize_f64(self, number: f64) -> Walked {
        if_so(number.is_finite())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Walked {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Walked {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Unsound> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Unsound> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Unsound> {
        Ok(self)
    }

    let_pass! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_unit_struct: &'static str,
    }

    fn serialize_none(self) -> Walked {
        Ok(())
    }

    fn serialize_unit(self) -> Walked {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Walked {
        Ok(())
    }

    fn serialize_char(self, _: char) -> Walked {
        Err(Unsound)
    }

    fn serialize_bytes(self, _: &[u8]) -> Walked {
        Err(Unsound)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Walked {
        Err(Unsound)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unsound> {
        Err(Unsound)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unsound> {
        Err(Unsound)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unsound> {
        Err(Unsound)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unsound> {
        Err(Unsound)
    }
}
