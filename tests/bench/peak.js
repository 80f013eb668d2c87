/**
 * The chip's peak in this browser: multiplications and additions of four floats at a time, in
 * registers only, with as many independent chains as hide their latency.
 */
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../www/package.json', import.meta.url));
const CHAINS = 12;

/** The kernel's bytes: `run(n)` does n rounds of CHAINS × (4 multiplications + 4 additions). */
export async function peakKernel() {
  const { default: binaryen } = await import(require.resolve('binaryen'));
  const chains = Array.from({ length: CHAINS }, (_, index) => index);
  const locals = chains.map((index) => `(local $c${index} v128)`).join(' ');
  const round = chains.map(
    (i) => `(local.set $c${i} (f32x4.add (f32x4.mul (local.get $c${i}) (local.get $a)) (local.get $b)))`,
  );
  const sum = chains.slice(1).reduce((sum, i) => `(f32x4.add ${sum} (local.get $c${i}))`, '(local.get $c0)');
  const module = binaryen.parseText(`(module (func (export "run") (param $n i32) (result f32)
    (local $a v128) (local $b v128) ${locals}
    (local.set $a (f32x4.splat (f32.const 0.5)))
    (local.set $b (f32x4.splat (f32.const 0.25)))
    (loop $next ${round.join('\n')}
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
    (f32x4.extract_lane 0 ${sum})))`);
  module.setFeatures(binaryen.Features.SIMD128);
  return { bytes: Array.from(module.emitBinary()), flopsPerRound: CHAINS * 8 };
}
