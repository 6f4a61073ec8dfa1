/* The functions of soft_clusters.h for one instruction set.
 *
 * Authors: The sklearn-info developers
 * SPDX-License-Identifier: BSD-3-Clause
 */

#define WIDTH (sizeof(VEC) / sizeof(double))

/* p(t) and p(t, y) of an encoder. */
TARGET static void BODY(soft_gather)(const soft_problem *p, const double *restrict q) {
  const size_t k = p->n_padded, n_vectors = k / WIDTH;
  double *restrict margin = p->margin;
  for (size_t t = 0; t < k; ++t) margin[t] = 0.0;
  for (size_t i = 0; i < p->n_columns * k; ++i) p->table[i] = 0.0;
  for (size_t x = 0; x < p->n_rows; ++x) {
    const double *restrict own = q + x * k;
    const double w = p->weight[x];
    const size_t end = (size_t)p->indptr[x + 1];
    for (size_t t = 0; t < k; ++t) margin[t] += w * own[t];
    for (size_t e = (size_t)p->indptr[x]; e < end; ++e) {
      double *restrict line = p->table + (size_t)p->columns[e] * k;
      const double c = w * p->share[e];
      for (size_t v = 0; v < n_vectors; ++v)
        ((VEC *)line)[v] += c * ((const VEC *)own)[v];
    }
  }
}

/* Scores of N times SOFT_LANES clusters of row x, from t on; their sums stay in
 * registers while the entries of the row go by. */
#define ADD_SCORES(N)                                                               \
  do {                                                                              \
    enum { N_VECTORS = (N) * SOFT_LANES / WIDTH };                                  \
    const VEC *restrict prior = (const VEC *)(log_margin + t);                      \
    VEC sum[N_VECTORS];                                                             \
    UNROLL for (size_t v = 0; v < N_VECTORS; ++v) sum[v] = (VEC){0};                \
    for (size_t e = (size_t)p->indptr[x]; e < end; ++e) {                           \
      const VEC *restrict line =                                                    \
          (const VEC *)(p->table + (size_t)p->columns[e] * k + t);                  \
      const double share = p->share[e];                                             \
      UNROLL for (size_t v = 0; v < N_VECTORS; ++v) sum[v] += share * line[v];      \
    }                                                                               \
    for (size_t v = 0; v < N_VECTORS; ++v)                                          \
      ((VEC *)(scores + t))[v] = (prior[v] + beta * sum[v]) * (1 / alpha);          \
    t += (N) * SOFT_LANES;                                                          \
  } while (0)

/* exp(s) / sum exp(s) of a row and its logarithms; returns log sum exp(s). */
TARGET static double BODY(soft_normalize)(const double *restrict scores, size_t k,
                                          size_t n_clusters, double *restrict log_q,
                                          double *restrict q) {
  double lanes[SOFT_LANES], top, total = 0.0;
  for (size_t l = 0; l < SOFT_LANES; ++l) lanes[l] = scores[l];
  for (size_t t = SOFT_LANES; t < k; t += SOFT_LANES)
    for (size_t l = 0; l < SOFT_LANES; ++l)
      lanes[l] = scores[t + l] > lanes[l] ? scores[t + l] : lanes[l];
  top = lanes[0];
  for (size_t l = 1; l < SOFT_LANES; ++l) top = lanes[l] > top ? lanes[l] : top;
  for (size_t l = 0; l < SOFT_LANES; ++l) lanes[l] = 0.0;
  for (size_t t = 0; t < k; t += SOFT_LANES)
    for (size_t l = 0; l < SOFT_LANES; ++l) {
      const double s = scores[t + l] - top;
      log_q[t + l] = s > LEAST_LOG ? s : LEAST_LOG;
      q[t + l] = fast_exp(log_q[t + l]);
      lanes[l] += q[t + l];
    }
  for (size_t l = 0; l < SOFT_LANES; ++l) total += lanes[l];
  {
    const double log_total = fast_log(total), inverse = 1.0 / total;
    for (size_t t = 0; t < k; ++t) {
      log_q[t] -= log_total;
      q[t] *= inverse;
    }
    for (size_t t = n_clusters; t < k; ++t) q[t] = 0.0;
    return top + log_total;
  }
}

/* The best encoder for the clusters that soft_gather left. */
TARGET static soft_step BODY(soft_assign)(const soft_problem *p, double beta,
                                          double alpha, const double *restrict old,
                                          double *restrict log_q, double *restrict q) {
  const size_t k = p->n_padded;
  double *restrict log_margin = p->margin, *restrict scores = p->scores;
  double value = 0.0, entropy[SOFT_LANES] = {0}, moved[SOFT_LANES] = {0};
  soft_step step = {0.0, 0.0, 0.0};
  for (size_t t = 0; t < k; ++t)
    scores[t] = p->margin[t] > 0.0 ? fast_log(p->margin[t]) : 0.0;
  for (size_t y = 0; y < p->n_columns; ++y) {
    double *restrict line = p->table + y * k;
    for (size_t t = 0; t < k; ++t) line[t] = fast_log(line[t]) - scores[t];
  }
  for (size_t t = 0; t < k; ++t)
    log_margin[t] = p->margin[t] > 0.0 ? scores[t] : NEVER;
  for (size_t x = 0; x < p->n_rows; ++x) {
    const size_t end = (size_t)p->indptr[x + 1];
    const double w = p->weight[x];
    size_t t = 0;
    while (t + 4 * SOFT_LANES <= k) ADD_SCORES(4);
    if (t + 3 * SOFT_LANES <= k) ADD_SCORES(3);
    if (t + 2 * SOFT_LANES <= k) ADD_SCORES(2);
    if (t + SOFT_LANES <= k) ADD_SCORES(1);
    value += w * BODY(soft_normalize)(scores, k, p->n_clusters, log_q + x * k,
                                      q + x * k);
    for (t = 0; t < k; t += SOFT_LANES)
      for (size_t l = 0; l < SOFT_LANES; ++l) {
        const size_t i = x * k + t + l;
        const double change = q[i] > old[i] ? q[i] - old[i] : old[i] - q[i];
        entropy[l] += w * q[i] * log_q[i];
        moved[l] = change > moved[l] ? change : moved[l];
      }
  }
  for (size_t l = 0; l < SOFT_LANES; ++l) {
    step.entropy -= entropy[l];
    step.moved = moved[l] > step.moved ? moved[l] : step.moved;
  }
  step.value = -alpha * value;
  return step;
}
#undef ADD_SCORES

/* Far ahead along the path of three encoders (SQUAREM, Varadhan & Roland 2008):
 *
 *   l' = l0 + 2 a r + a^2 v,   r = l1 - l0,   v = l2 - 2 l1 + l0,   a = |r| / |v|,
 *
 * of their logarithms l, with squares weighted by p(x, t). Returns 0 if that is no
 * farther than l2. */
TARGET static int BODY(soft_leap)(const soft_problem *p, const double *restrict log_0,
                                  const double *restrict log_1,
                                  const double *restrict log_2,
                                  const double *restrict q_2, double *restrict q) {
  const size_t k = p->n_padded;
  double rr = 0.0, vv = 0.0, a;
  for (size_t x = 0; x < p->n_rows; ++x) {
    double r_lanes[SOFT_LANES] = {0}, v_lanes[SOFT_LANES] = {0}, r2 = 0.0, v2 = 0.0;
    for (size_t t = 0; t < k; t += SOFT_LANES)
      for (size_t l = 0; l < SOFT_LANES; ++l) {
        const size_t i = x * k + t + l;
        const double r = log_1[i] - log_0[i], v = log_2[i] - log_1[i] - r;
        r_lanes[l] += q_2[i] * r * r;
        v_lanes[l] += q_2[i] * v * v;
      }
    for (size_t l = 0; l < SOFT_LANES; ++l) r2 += r_lanes[l], v2 += v_lanes[l];
    rr += p->weight[x] * r2;
    vv += p->weight[x] * v2;
  }
  if (!(rr > vv)) return 0;
  a = vv > 0.0 ? sqrt(rr / vv) : FARTHEST;
  if (a > FARTHEST) a = FARTHEST;
  for (size_t x = 0; x < p->n_rows; ++x) {
    for (size_t t = 0; t < k; ++t) {
      const size_t i = x * k + t;
      const double r = log_1[i] - log_0[i], v = log_2[i] - log_1[i] - r;
      p->scores[t] = log_0[i] + 2.0 * a * r + a * a * v;
    }
    for (size_t t = p->n_clusters; t < k; ++t) p->scores[t] = NEVER;
    BODY(soft_normalize)(p->scores, k, p->n_clusters, p->ahead, q + x * k);
  }
  return 1;
}
#undef WIDTH
