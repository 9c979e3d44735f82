//! Solutions are those of a matrix library, after rows have come and gone.

use super::InverseFactor;
use nalgebra::{DMatrix, DVector};

#[test]
fn solves_after_rows_have_come_and_gone() {
    let size = 41;
    let part = |i: usize, j: usize| ((i * 31 + j * j * 17 + i * j) % 23) as f64 / 11.0 - 1.0;
    let root = DMatrix::from_fn(size, size + 5, part);
    let a = &root * root.transpose() + DMatrix::identity(size, size);
    let mut factor = InverseFactor::default();
    factor.reset(size);
    let mut kept = Vec::new();
    for j in 0..size {
        let mut row = vec![0.0; factor.ld()];
        for (to, &k) in row.iter_mut().zip(&kept) {
            *to = a[(j, k)];
        }
        assert!(factor.push(&row, a[(j, j)], 0.0));
        kept.push(j);
        if j % 5 == 3 {
            let at = (j * 7) % kept.len();
            factor.remove(at);
            kept.remove(at);
        }
        let right = DVector::from_fn(kept.len(), |i, _| part(i, j));
        let own = DMatrix::from_fn(kept.len(), kept.len(), |r, c| a[(kept[r], kept[c])]);
        let expected = own.lu().solve(&right);
        let mut x = vec![0.0; factor.ld()];
        x[..kept.len()].copy_from_slice(right.as_slice());
        factor.solve(&mut x);
        let expected = expected.as_ref().map_or(&[][..], |e| e.as_slice());
        assert_eq!(expected.len(), kept.len());
        assert!(x.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-10));
    }
}

#[test]
fn a_dependent_row_is_refused_and_changes_nothing() {
    let mut factor = InverseFactor::default();
    factor.reset(3);
    let mut row = vec![0.0; factor.ld()];
    assert!(factor.push(&row, 4.0, 0.0));
    row[0] = 2.0;
    assert!(!factor.push(&row, 1.0, 1e-10));
    row[0] = 8.0;
    factor.solve(&mut row);
    assert_eq!(row[0], 2.0);
}
