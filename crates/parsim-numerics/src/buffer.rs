//! Memory that begins at a cache line.

use std::ops::{Deref, DerefMut};

/// Size of a cache line in bytes: registers of eight numbers that straddle two lines take twice as long to read.
const LINE: usize = 64;

/// Numbers that begin at a cache line.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    memory: Vec<f64>,
    start: usize,
    len: usize,
}

impl Buffer {
    /// Forgets everything, but keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.len = 0;
    }

    /// Changes the length; new numbers are zero.
    pub(crate) fn resize(&mut self, len: usize) {
        if self.start + len > self.memory.len() {
            self.grow(len);
        }
        let old = self.start + self.len;
        if len > self.len {
            self.memory[old..self.start + len].fill(0.0);
        }
        self.len = len;
    }

    /// Appends numbers.
    pub(crate) fn extend_from_slice(&mut self, from: &[f64]) {
        let old = self.len;
        self.resize(old + from.len());
        self[old..].copy_from_slice(from);
    }

    /// Moves to more memory.
    fn grow(&mut self, len: usize) {
        let room = len.max(2 * self.len) + LINE / size_of::<f64>();
        let mut memory = vec![0.0; room];
        // Where this cannot be told, all that is lost is speed.
        let start = memory.as_ptr().align_offset(LINE).min(LINE / size_of::<f64>());
        memory[start..start + self.len].copy_from_slice(self);
        (self.memory, self.start) = (memory, start);
    }
}

impl Clone for Buffer {
    fn clone(&self) -> Self {
        let mut copy = Self::default();
        copy.extend_from_slice(self);
        copy
    }
}

impl Deref for Buffer {
    type Target = [f64];

    fn deref(&self) -> &[f64] {
        &self.memory[self.start..self.start + self.len]
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f64] {
        &mut self.memory[self.start..self.start + self.len]
    }
}

#[cfg(test)]
mod tests {
    use super::Buffer;

    #[test]
    fn numbers_survive_growth_and_begin_at_a_line() {
        let mut buffer = Buffer::default();
        for i in 0..1000 {
            buffer.extend_from_slice(&[f64::from(i)]);
            assert_eq!(buffer.as_ptr().align_offset(64), 0);
        }
        assert!(buffer.iter().zip(0..1000).all(|(b, i)| *b == f64::from(i)));
        buffer.clear();
        buffer.resize(3);
        assert_eq!(&buffer[..], &[0.0; 3]);
    }
}
