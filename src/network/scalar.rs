//! The numbers that a network computes with: f32 in use, f64 where tests need digits.

use nalgebra::RealField;

/// A real number with an exponential that compilers can vectorise.
pub trait Scalar: RealField + Copy {
    /// The nearest number to `value`.
    fn of(value: f64) -> Self;
    /// As f64, exactly.
    fn to_f64(self) -> f64;
    /// The larger of two numbers. Plainly compared: the library's `max` asks for the fate of NaNs, which
    /// costs WebAssembly a call for each number.
    #[inline(always)]
    fn larger(self, other: Self) -> Self {
        if other > self { other } else { self }
    }
    /// e^x.
    fn exponential(self) -> Self;
    /// (e^2x − 1) / (e^2x + 1).
    fn hyperbolic_tangent(self) -> Self;
}

impl Scalar for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn to_f64(self) -> f64 {
        self
    }
    fn exponential(self) -> Self {
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

    /// Relative error below 2e-7 from −87 to 88, beyond which the argument is clamped.
    ///
    /// e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; e^r by the minimax polynomial
    /// of Cephes (Moshier, `expf`). Branch-free: rounding by adding 1.5 · 2^23, whose low
    /// bits then are n.
    #[inline(always)]
    fn exponential(self) -> Self {
        const ROUNDER: f32 = 12_582_912.0;
        const LN_2_HIGH: f32 = 0.693_359_4;
        const LN_2_LOW: f32 = -2.121_944_4e-4;
        let x = self.clamp(-87.0, 88.0);
        let shifted = x * std::f32::consts::LOG2_E + ROUNDER;
        let n = shifted - ROUNDER;
        let r = x - n * LN_2_HIGH - n * LN_2_LOW;
        let mut p = 1.987_569_1e-4;
        p = p * r + 1.398_199_9e-3;
        p = p * r + 8.333_452e-3;
        p = p * r + 4.166_579_6e-2;
        p = p * r + 1.666_666_5e-1;
        p = p * r + 0.5;
        let e_r = p * r * r + r + 1.0;
        let power = shifted.to_bits().wrapping_sub(ROUNDER.to_bits()).wrapping_add(127) << 23;
        e_r * f32::from_bits(power)
    }

    /// Absolute error below 3e-7.
    #[inline(always)]
    fn hyperbolic_tangent(self) -> Self {
        1.0 - 2.0 / ((2.0 * self).exponential() + 1.0)
    }
}
