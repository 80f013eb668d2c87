//! Real numbers of a network: f32 in use, f64 for tests that need more digits.

use nalgebra::RealField;

/// A real number with e^x and tanh that compilers can vectorise.
pub trait Scalar: RealField + Copy {
    /// The nearest number to `value`.
    fn of(value: f64) -> Self;
    /// As f64, exactly.
    fn to_f64(self) -> f64;
    /// The larger of two numbers, by one comparison. The standard library's `max` also treats NaN, which costs
    /// WebAssembly a function call per number.
    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        if other > self { other } else { self }
    }
    /// A number so small that adding it to 1 changes nothing.
    const NEGLIGIBLE: Self;
    /// The threshold of [`Scalar::flushed`]: [`Scalar::NEGLIGIBLE`] squared.
    const FLUSHED: Self;
    /// The number rounded to multiples of the last digit of `threshold`. Numbers from [`Scalar::NEGLIGIBLE`] on do not
    /// change.
    ///
    /// Averages that decay by a factor per step end among the subnormal numbers, with which processors are about fifty
    /// times slower. Flushed ones become 0 before.
    #[inline(always)]
    fn flushed(self, threshold: Self) -> Self {
        (self + threshold) - threshold
    }
    /// The type of [`Scalar::EXP_CONSTANTS`].
    type ExpConstants: Copy;
    /// The constants of e^x.
    const EXP_CONSTANTS: Self::ExpConstants;
    /// e^x by [`Scalar::EXP_CONSTANTS`]. A loop over many x passes a `black_box` copy: the compiler would load constants
    /// that it knows again for every few x, which costs as much as the arithmetic.
    fn exponential_by(self, constants: &Self::ExpConstants) -> Self;
    /// e^x.
    #[inline(always)]
    fn exponential(self) -> Self {
        self.exponential_by(&Self::EXP_CONSTANTS)
    }
    /// tanh x = (e^2x − 1) / (e^2x + 1).
    fn hyperbolic_tangent(self) -> Self;
}

impl Scalar for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn to_f64(self) -> f64 {
        self
    }
    const NEGLIGIBLE: f64 = 1e-140;
    const FLUSHED: f64 = 1e-280;
    type ExpConstants = ();
    const EXP_CONSTANTS: () = ();
    fn exponential_by(self, (): &()) -> Self {
        self.exp()
    }
    fn hyperbolic_tangent(self) -> Self {
        self.tanh()
    }
}

impl Scalar for f32 {
    fn of(value: f64) -> Self {
        value as f32
    }
    fn to_f64(self) -> f64 {
        f64::from(self)
    }

    const NEGLIGIBLE: f32 = 1e-10;
    const FLUSHED: f32 = 1e-20;

    /// Smallest and largest x; log₂ e; 1.5 · 2²³; ln 2 in two parts; the polynomial's coefficients, the highest first.
    type ExpConstants = ([f32; 2], f32, f32, [f32; 2], [f32; 7]);
    const EXP_CONSTANTS: Self::ExpConstants = (
        [-87.0, 88.0],
        std::f32::consts::LOG2_E,
        12_582_912.0,
        [0.693_359_4, -2.121_944_4e-4],
        [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5, 1.0],
    );

    /// e^x for x clamped to −87…88; the relative error is below 2e-7.
    ///
    /// e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2. e^r is the minimax polynomial of Cephes (Moshier,
    /// `expf`). Rounding is branch-free: after adding 1.5 · 2²³ the low bits are n.
    #[inline(always)]
    fn exponential_by(self, constants: &Self::ExpConstants) -> Self {
        let ([min, max], log_2_e, rounder, [ln_2_high, ln_2_low], [p5, p4, p3, p2, p1, p0, one]) = *constants;
        let x = if self < min { min } else { self };
        let x = if x > max { max } else { x };
        let shifted = x * log_2_e + rounder;
        let n = shifted - rounder;
        let r = x - n * ln_2_high - n * ln_2_low;
        let mut p = p5;
        p = p * r + p4;
        p = p * r + p3;
        p = p * r + p2;
        p = p * r + p1;
        p = p * r + p0;
        let e_r = p * r * r + r + one;
        // The shift drops the bits of 1.5 · 2²³ above n; the bits of 1 are the exponent 0.
        e_r * f32::from_bits((shifted.to_bits() << 23).wrapping_add(one.to_bits()))
    }

    /// tanh x; the absolute error is below 3e-7.
    #[inline(always)]
    fn hyperbolic_tangent(self) -> Self {
        1.0 - 2.0 / ((2.0 * self).exponential() + 1.0)
    }
}
