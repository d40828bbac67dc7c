namespace TokenFinOps.Caching.VectorIndex.Rotations;

/// <summary>Eigenvectors of a small symmetric matrix, by cyclic Jacobi rotations (Golub and Van Loan, §8.5).</summary>
internal static class SymmetricEigen
{
    private const int MostSweeps = 12;
    private const double Converged = 1e-9;

    /// <summary>Gets the eigenvectors, the one with the largest eigenvalue first. The matrix is used up.</summary>
    public static double[][] Vectors(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[][] rows = new double[size][], vectors = new double[size][];
        for (int i = 0; i < size; i++)
        {
            (rows[i], vectors[i]) = (new double[size], new double[size]);
            vectors[i][i] = 1;
            for (int j = 0; j < size; j++)
            {
                rows[i][j] = (matrix[i, j] + matrix[j, i]) / 2;
            }
        }

        for (int sweep = 0; sweep < MostSweeps && Sweep(rows, vectors) > Converged; sweep++)
        {
        }

        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => rows[i][i])];
        return [.. order.Select(i => vectors[i])];
    }

    // Answers the largest entry beside the diagonal, in parts of the largest on it.
    private static double Sweep(double[][] rows, double[][] vectors)
    {
        double largest = 0, scale = 1e-300;
        for (int p = 0; p < rows.Length; p++)
        {
            scale = Math.Max(scale, Math.Abs(rows[p][p]));
            for (int q = p + 1; q < rows.Length; q++)
            {
                largest = Math.Max(largest, Math.Abs(rows[p][q]));
                if (Math.Abs(rows[p][q]) > Converged * 1e-2 * scale)
                {
                    Rotate(rows, vectors, p, q);
                }
            }
        }

        return largest / scale;
    }

    private static void Rotate(double[][] rows, double[][] vectors, int p, int q)
    {
        double theta = (rows[q][q] - rows[p][p]) / (2 * rows[p][q]);
        double tangent = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1), sine = tangent * cosine;
        foreach (double[] row in rows)
        {
            (row[p], row[q]) = ((cosine * row[p]) - (sine * row[q]), (sine * row[p]) + (cosine * row[q]));
        }

        Turn(rows[p], rows[q], cosine, sine);
        Turn(vectors[p], vectors[q], cosine, sine);
    }

    private static void Turn(double[] p, double[] q, double cosine, double sine)
    {
        for (int i = 0; i < p.Length; i++)
        {
            (p[i], q[i]) = ((cosine * p[i]) - (sine * q[i]), (sine * p[i]) + (cosine * q[i]));
        }
    }
}
