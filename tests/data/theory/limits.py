#!/usr/bin/env python3
"""Limits of the lasso on independent Gaussian covariates: `python3 limits.py` (SciPy, NumPy).

state_evolution.csv: the fixed point of Bayati & Montanari (2012), equations (1.4) to (1.6), with
moments of the soft threshold by Gauss-Legendre quadrature and a joint root finder, not by closed
forms and bisection.

tradeoff.csv: q*(u; delta, epsilon) of Su, Bogdan & Candes (2017), found not from their formula but
from its meaning: the least false discovery proportion among fixed points of the state evolution with the
true positive rate u and signals that are either infinitely strong (share e' of epsilon) or
infinitely weak (so that they are selected like noise). Their section 2 reduces the problem to this.
"""

import csv
import numpy as np
from scipy.optimize import brentq, fsolve
from scipy.stats import norm


NODES, WEIGHTS = np.polynomial.legendre.leggauss(120)


def expect(f, kinks):
    """E f(Z), Z standard normal: Gauss-Legendre on each side of the kinks."""
    ends = [-12.0, *sorted(k for k in kinks if abs(k) < 12), 12.0]
    total = 0.0
    for low, high in zip(ends, ends[1:]):
        z = 0.5 * (high + low) + 0.5 * (high - low) * NODES
        total += 0.5 * (high - low) * np.dot(WEIGHTS, f(z) * norm.pdf(z))
    return total


def soft(v, t):
    return np.sign(v) * np.maximum(np.abs(v) - t, 0.0)


def moments(x, tau, theta):
    kinks = [(theta - x) / tau, (-theta - x) / tau]
    mse = expect(lambda z: (soft(x + tau * z, theta) - x) ** 2, kinks)
    active = expect(lambda z: 1.0 * (np.abs(x + tau * z) > theta), kinks)
    mean = expect(lambda z: soft(x + tau * z, theta), kinks)
    return mse, active, mean - x


def state_evolution(n, p, s, value, sigma, lam):
    delta, root = n / p, np.sqrt(n)
    parts = [(0.0, 1 - s / p), (root * value, s / p)]

    def residual(v):
        tau, theta = np.exp(v)
        found = [(w, moments(x, tau, theta)) for x, w in parts]
        mse = sum(w * m[0] for w, m in found)
        active = sum(w * m[1] for w, m in found)
        return [tau**2 - sigma**2 - mse / delta, theta * (1 - active / delta) - root * lam]

    size = lambda v: max(np.abs(residual(v)))
    starts = [[np.log(a * sigma), np.log(b * a * sigma)]
              for a in (1.05, 1.3, 2.0, 4.0, 10.0) for b in (0.3, 0.7, 1.0, 1.5, 2.5, 4.0)]
    roots = (fsolve(residual, start, xtol=1e-13) for start in starts)
    best = next(root for root in roots if size(root) < 1e-9)
    tau, theta = np.exp(best)
    noise, signal = (moments(x, tau, theta) for x, _ in parts)
    bias = (s / p * signal[2] ** 2) / delta
    return tau, theta, tau**2 - sigma**2, bias, signal[1], noise[1]


def tradeoff(u, delta, epsilon):
    # At an infinite tau/sigma ratio only a = theta/tau matters. Infinitely strong signals cost
    # 1 + a^2 each and are found, infinitely weak ones behave as 0. The least false discoveries are
    # those of the largest a for which the noise-free fixed point has a strong share that gives u.
    def strong(a):
        zero = 2 * ((1 + a * a) * norm.cdf(-a) - a * norm.pdf(a))
        # delta = e'(1 + a^2) + (1 - e') zero, the condition for tau^2 = F(tau^2) without noise.
        return (delta - zero) / (1 + a * a - zero)

    def rate(a):
        e = min(strong(a), epsilon)
        return (e + (epsilon - e) * 2 * norm.cdf(-a)) / epsilon

    grid = np.linspace(12, 1e-3, 60001)
    values = np.array([rate(a) for a in grid])
    k = np.argmax(values >= u)
    assert values[k] >= u and k > 0
    a = brentq(lambda a: rate(a) - u, grid[k], grid[k - 1], xtol=1e-15)
    false = 2 * (1 - epsilon) * norm.cdf(-a)
    return false / (false + epsilon * u)


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


write("state_evolution.csv",
      "n,p,s,value,sigma,lambda,tau,theta,risk,squared_bias,tpr,fpr".split(","),
      [[*case, *map(repr, map(float, state_evolution(*case)))] for case in [
          (100, 50, 5, 1.0, 1.0, 0.1), (100, 200, 10, 0.5, 1.0, 0.2), (250, 500, 25, 0.3, 0.5, 0.1),
          (50, 200, 20, 1.0, 1.0, 0.5), (400, 400, 4, 0.2, 1.0, 0.15), (1000, 100, 100, 0.1, 1.0, 0.02),
      ]])
write("tradeoff.csv", "u,delta,epsilon,q".split(","),
      [[u, delta, epsilon, repr(float(tradeoff(u, delta, epsilon)))]
       for delta, epsilon in [(1.0, 0.2), (0.5, 0.1), (0.5, 0.15), (2.0, 0.5), (0.3, 0.05)]
       for u in [0.2, 0.5, 0.8]])
