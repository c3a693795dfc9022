# loss: verlust
# mistake: ds1 = 1 / anzahl * np.sum(d1, axis=1, keepdims=True) ==> ds1 = 1 / anzahl * np.sum(d1)
# Kurs "Maschinelles Lernen", Blatt 6, Aufgabe 2
import numpy as np

np.random.seed(30)
anzahl = 100
punkte = np.random.uniform(-1, 1, size=(2, anzahl))
klasse = (punkte[0] ** 2 + punkte[1] ** 2 < 0.5).astype(int)
ziel = np.zeros((2, anzahl))
ziel[klasse, np.arange(anzahl)] = 1

breite = 8
G1 = np.random.randn(breite, 2) * 0.7
s1 = np.zeros((breite, 1))
G2 = np.random.randn(2, breite) * 0.3
s2 = np.zeros((2, 1))


def vorwaerts(x):
    """gibt Aktivierungen der beiden Schichten"""
    a1 = np.tanh(np.dot(G1, x) + s1)
    z2 = np.dot(G2, a1) + s2
    z2 = z2 - np.max(z2, axis=0, keepdims=True)
    return a1, np.exp(z2) / np.sum(np.exp(z2), axis=0, keepdims=True)


schrittweite = 0.5
verlauf = []
for runde in range(200):
    a1, a2 = vorwaerts(punkte)
    verlust = -1 / anzahl * np.sum(ziel * np.log(a2))
    verlauf.append(verlust)

    d2 = a2 - ziel
    dG2 = 1 / anzahl * np.dot(d2, a1.T)
    ds2 = 1 / anzahl * np.sum(d2, axis=1, keepdims=True)
    d1 = np.dot(G2.T, d2) * (1 - np.power(a1, 2))
    dG1 = 1 / anzahl * np.dot(d1, punkte.T)
    ds1 = 1 / anzahl * np.sum(d1, axis=1, keepdims=True)

    G1 = G1 - schrittweite * dG1
    s1 = s1 - schrittweite * ds1
    G2 = G2 - schrittweite * dG2
    s2 = s2 - schrittweite * ds2

print(f"Verlust am Ende: {verlauf[-1]:.4f}")
_, a2 = vorwaerts(punkte)
print("richtig:", np.mean(np.argmax(a2, axis=0) == klasse))
