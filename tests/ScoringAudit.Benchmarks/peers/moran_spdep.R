# Moran's I by permutation (moran.mc) and local Moran by conditional permutation with R's spdep, one thread; prints CPU seconds.
# Arguments: binary file of int32 neighbours (n x k), n, k, permutations, permutations of local Moran (0: not asked).
suppressPackageStartupMessages(library(spdep))
a <- commandArgs(TRUE)
n <- as.integer(a[2]); k <- as.integer(a[3]); r <- as.integer(a[4]); p <- as.integer(a[5])
cpu <- function() { t <- proc.time(); unname(t[1] + t[2]) }
t <- matrix(readBin(a[1], "integer", n * k, size = 4), nrow = k) + 1L
y <- readBin(paste0(a[1], ".y"), "double", n, size = 8)
s <- cpu()
nb <- lapply(seq_len(n), function(i) sort(unique(t[, i])))
class(nb) <- "nb"; attr(nb, "region.id") <- as.character(seq_len(n))
lw <- nb2listw(nb, style = "W", zero.policy = TRUE)
build <- cpu() - s
s <- cpu()
m <- moran.mc(y, lw, nsim = r, zero.policy = TRUE)
per <- (cpu() - s) / (r + 1)
s <- cpu()
if (p > 0) l <- localmoran_perm(y, lw, nsim = p, zero.policy = TRUE)
loc <- cpu() - s
cat(sprintf("spdep %s,%.6f,%.6f,%.6f,%.9f\n", packageVersion("spdep"), per, build, if (p > 0) loc else NaN, m$statistic))
