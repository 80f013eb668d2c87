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
    /// What is so small beside 1 that no sum shows it.
    const NEGLIGIBLE: Self;
    /// What [`Scalar::flushed`] flushes by: [`Scalar::NEGLIGIBLE`] squared.
    const FLUSHED: Self;
    /// The number itself, rounded to multiples of the last digit of `least`: of all that counts beside 1, nothing changes.
    ///
    /// Averages that decay by a factor at each step get stuck among the subnormal numbers, with which processors
    /// calculate some fifty times more slowly than with others. Rounded so, they stay clear of them.
    #[inline(always)]
    fn flushed(self, least: Self) -> Self {
        (self + least) - least
    }
    /// The numbers that [`Scalar::exponential_by`] computes with.
    type Series: Copy;
    /// Those numbers.
    const SERIES: Self::Series;
    /// e^x by [`Scalar::SERIES`]. Loops over many x take a copy of it that the compiler cannot see through
    /// (`black_box`): numbers known to it would be made anew for every few x, which costs as much as the arithmetic.
    fn exponential_by(self, series: &Self::Series) -> Self;
    /// e^x.
    #[inline(always)]
    fn exponential(self) -> Self {
        self.exponential_by(&Self::SERIES)
    }
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
    const NEGLIGIBLE: f64 = 1e-140;
    const FLUSHED: f64 = 1e-280;
    type Series = ();
    const SERIES: () = ();
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

    /// Least and largest x; log₂ e; 1.5 · 2²³; ln 2 in two parts; the polynomial's coefficients, the highest first.
    type Series = ([f32; 2], f32, f32, [f32; 2], [f32; 7]);
    const SERIES: Self::Series = (
        [-87.0, 88.0],
        std::f32::consts::LOG2_E,
        12_582_912.0,
        [0.693_359_4, -2.121_944_4e-4],
        [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5, 1.0],
    );

    /// Relative error below 2e-7 from −87 to 88, beyond which the argument is clamped.
    ///
    /// e^x = 2^n · e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2; e^r by the minimax polynomial
    /// of Cephes (Moshier, `expf`). Branch-free: rounding by adding 1.5 · 2^23, whose low
    /// bits then are n.
    #[inline(always)]
    fn exponential_by(self, series: &Self::Series) -> Self {
        let ([least, most], log_2_e, rounder, [ln_2_high, ln_2_low], [p5, p4, p3, p2, p1, p0, one]) = *series;
        let x = if self < least { least } else { self };
        let x = if x > most { most } else { x };
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
        // The bits of 1.5 · 2²³ above n are shifted out; those of 1 are the exponent's zero.
        e_r * f32::from_bits((shifted.to_bits() << 23).wrapping_add(one.to_bits()))
    }

    /// Absolute error below 3e-7.
    #[inline(always)]
    fn hyperbolic_tangent(self) -> Self {
        1.0 - 2.0 / ((2.0 * self).exponential() + 1.0)
    }
}
