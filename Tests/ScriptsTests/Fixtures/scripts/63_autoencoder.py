# loss: loss
# mistake: grad_code = grad_out @ decoder.T ==> grad_code = grad_out @ decoder.T * code
import numpy as np

rng = np.random.RandomState(63)
basis = rng.randn(2, 6)
X = rng.randn(40, 2) @ basis + 0.05 * rng.randn(40, 6)
X = (X - X.mean(axis=0)) / X.std(axis=0)

n_in, n_code = X.shape[1], 2
encoder = rng.randn(n_in, n_code) * 0.1
decoder = rng.randn(n_code, n_in) * 0.1
lr = 0.05

for step in range(400):
    code = X @ encoder
    out = code @ decoder
    diff = out - X
    loss = (diff ** 2).sum() / len(X)
    if step % 50 == 0:
        print(f"step {step}: reconstruction error {loss:.4f}")

    grad_out = 2 * diff / len(X)
    grad_decoder = code.T @ grad_out
    grad_code = grad_out @ decoder.T
    grad_encoder = X.T @ grad_code
    decoder = decoder - lr * grad_decoder
    encoder = encoder - lr * grad_encoder
