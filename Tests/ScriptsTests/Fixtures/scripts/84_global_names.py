# loss: E
# mistake: dO = 2*(O-Y)/len(Y)*O*(1-O) ==> dO = 2*(Y-O)/len(Y)*O*(1-O)
# why does my loss go up?? (week 3 assignment)
import numpy as np
np.random.seed(3)

X = np.array([[0.1,0.9],[0.4,0.2],[0.8,0.7],[0.3,0.8],[0.9,0.1],[0.6,0.5]])
Y = np.array([[1],[0],[1],[1],[0],[1]])

W1 = np.random.rand(2,5) - 0.5
B1 = np.random.rand(1,5) - 0.5
W2 = np.random.rand(5,1) - 0.5
B2 = np.random.rand(1,1) - 0.5
rate = 0.8

def sig(x):
    return 1/(1+np.exp(-x))

def forward(X):
    global H, O
    H = sig(np.matmul(X,W1)+B1)
    O = sig(np.matmul(H,W2)+B2)
    return O

def train(n):
    global W1, B1, W2, B2
    for it in range(n):
        forward(X)
        E = np.square(Y-O).mean()
        if it % 100 == 0: print("Error:", E)
        dO = 2*(O-Y)/len(Y)*O*(1-O)
        dH = np.matmul(dO,W2.T)*H*(1-H)
        W2 -= rate*np.matmul(H.T,dO)
        B2 -= rate*dO.sum(axis=0,keepdims=True)
        W1 -= rate*np.matmul(X.T,dH)
        B1 -= rate*dH.sum(axis=0,keepdims=True)

train(1000)
