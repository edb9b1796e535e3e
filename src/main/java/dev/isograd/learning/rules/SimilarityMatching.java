package dev.isograd.learning.rules;

import ai.djl.ndarray.NDArray;
import dev.isograd.learning.autograd.Constant;
import dev.isograd.learning.data.Batch;
import dev.isograd.learning.heads.SimilarityMatchingHead;
import dev.isograd.learning.networks.LocalModule;
import dev.isograd.learning.reconciliation.LocalLoss;

/**
 * The loss "predsim" (Nøkland and Eidnes 2019, arXiv 1901.06656): it combines prediction with similarity matching, which makes
 * the features of one class alike.
 *
 * <p>The loss is (1 - beta) cross-entropy + beta |S(P(o)) - S(labels)|², a mean over all pairs of images. S is the matrix of
 * cosine similarities of the batch's centered rows. P is the projection of the module's {@link SimilarityMatchingHead}. The
 * last module has the network's classifier as its head and only the cross-entropy as its loss.
 *
 * @param beta weight of the similarity loss, 0 to 1
 */
public record SimilarityMatching(double beta) implements LocalLoss {

    private static final double SHORTEST = 1e-12;

    private static final int[] ROWS = {1};

    @Override
    public NDArray of(NDArray crossEntropy, LocalModule module, NDArray features, Batch batch) {
        if (!(module.head() instanceof SimilarityMatchingHead.Layers head)) {
            return crossEntropy;
        }
        NDArray mismatch = mismatch(head.rows(features), batch.labels_BC());
        return crossEntropy.mul(Constant.of(1 - beta, crossEntropy)).add(mismatch.mul(Constant.of(beta, crossEntropy)));
    }

    static NDArray mismatch(NDArray rows_BN, NDArray labels_BC) {
        return similarities(rows_BN).sub(similarities(labels_BC)).square().mean();
    }

    private static NDArray similarities(NDArray rows_BN) {
        NDArray centred_BN = rows_BN.sub(rows_BN.mean(ROWS, true));
        NDArray shortest = Constant.of(SHORTEST * SHORTEST, rows_BN);
        NDArray lengths_B1 =
                centred_BN.square().sum(ROWS, true).maximum(shortest).sqrt();
        NDArray unit_BN = centred_BN.div(lengths_B1);
        return unit_BN.matMul(unit_BN.transpose());
    }
}
