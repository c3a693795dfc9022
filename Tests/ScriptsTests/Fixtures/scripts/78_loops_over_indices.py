# loss: err / len(data) at if epoch
# mistake: dh = e * (1 - ah[j] ** 2) ==> dh = e * (1 - ah[j])
# Backpropagation with plain loops, following the formulas of the book one by one.
# I know it is slow, I wanted to see all the indices!!!
import numpy as np

np.random.seed(9)
NI = 2    # number of inputs
NH = 3    # number of hidden neurons
NO = 2    # number of outputs

# 12 random points, the 2 targets are (x+y)/2 and x*y squeezed to 0..1
data = np.random.rand(12, NI)
goal = np.zeros((12, NO))
goal[:, 0] = (data[:, 0] + data[:, 1]) / 2
goal[:, 1] = data[:, 0] * data[:, 1]

wi = np.random.uniform(-1, 1, (NI, NH))   # input -> hidden
wo = np.random.uniform(-1, 1, (NH, NO))   # hidden -> output
bh = np.zeros(NH)
bo = np.zeros(NO)
N = 0.5   # learning rate

for epoch in range(60):
    err = 0.0
    for n in range(len(data)):
        # ----- forward -----
        ah = np.zeros(NH)
        for j in range(NH):
            total = bh[j]
            for i in range(NI):
                total = total + data[n][i] * wi[i][j]
            ah[j] = np.tanh(total)
        ao = np.zeros(NO)
        for k in range(NO):
            total = bo[k]
            for j in range(NH):
                total = total + ah[j] * wo[j][k]
            ao[k] = 1.0 / (1.0 + np.exp(-total))
        # ----- error of this example: 1/2 sum (t - o)^2 -----
        for k in range(NO):
            err = err + 0.5 * (goal[n][k] - ao[k]) ** 2
        # ----- deltas of the output -----
        do = np.zeros(NO)
        for k in range(NO):
            do[k] = (goal[n][k] - ao[k]) * ao[k] * (1 - ao[k])
        # ----- deltas of the hidden layer (must use the OLD wo) -----
        old_wo = wo.copy()
        for j in range(NH):
            for k in range(NO):
                wo[j][k] = wo[j][k] + N * do[k] * ah[j]
        for k in range(NO):
            bo[k] = bo[k] + N * do[k]
        for j in range(NH):
            e = 0.0
            for k in range(NO):
                e = e + do[k] * old_wo[j][k]
            dh = e * (1 - ah[j] ** 2)
            for i in range(NI):
                wi[i][j] = wi[i][j] + N * dh * data[n][i]
            bh[j] = bh[j] + N * dh
    if epoch % 10 == 0:
        print("epoch", epoch, "error", err / len(data))
print("end   error", err / len(data))
