package io.jenkins.plugins.mlcwheels.engine.provenance;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;

/** The curve P-256 (FIPS 186): what Java does not do by itself, the public half of a private key. */
final class P256 {

    static final ECParameterSpec CURVE = curve();

    private static final BigInteger TWO = BigInteger.TWO;
    private static final BigInteger THREE = BigInteger.valueOf(3);

    private P256() {}

    static boolean isCurveOf(ECParameterSpec spec) {
        return spec != null
                && spec.getCurve().equals(CURVE.getCurve())
                && spec.getGenerator().equals(CURVE.getGenerator())
                && spec.getOrder().equals(CURVE.getOrder());
    }

    /** The point that belongs to a private key: its number times the generator. */
    static ECPublicKeySpec publicHalf(ECPrivateKey key) {
        BigInteger times = key.getS();
        if (times.signum() <= 0 || times.compareTo(CURVE.getOrder()) >= 0) {
            throw new UnusableKeyException("the private key is out of range", "Make one with mlc-wheels keygen.");
        }
        ECPoint sum = ECPoint.POINT_INFINITY;
        for (int bit = times.bitLength() - 1; bit >= 0; bit--) {
            sum = add(sum, sum);
            if (times.testBit(bit)) {
                sum = add(sum, CURVE.getGenerator());
            }
        }
        return new ECPublicKeySpec(sum, CURVE);
    }

    private static ECPoint add(ECPoint a, ECPoint b) {
        if (a.equals(ECPoint.POINT_INFINITY)) {
            return b;
        }
        if (b.equals(ECPoint.POINT_INFINITY)) {
            return a;
        }
        BigInteger prime = ((ECFieldFp) CURVE.getCurve().getField()).getP();
        BigInteger over;
        BigInteger under;
        if (!a.getAffineX().equals(b.getAffineX())) {
            over = b.getAffineY().subtract(a.getAffineY());
            under = b.getAffineX().subtract(a.getAffineX());
        } else if (a.getAffineY().equals(b.getAffineY())) {
            over = a.getAffineX().pow(2).multiply(THREE).add(CURVE.getCurve().getA());
            under = a.getAffineY().multiply(TWO);
        } else {
            return ECPoint.POINT_INFINITY;
        }
        BigInteger slope = over.multiply(under.modInverse(prime)).mod(prime);
        BigInteger x =
                slope.pow(2).subtract(a.getAffineX()).subtract(b.getAffineX()).mod(prime);
        BigInteger y = slope.multiply(a.getAffineX().subtract(x))
                .subtract(a.getAffineY())
                .mod(prime);
        return new ECPoint(x, y);
    }

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }
}
