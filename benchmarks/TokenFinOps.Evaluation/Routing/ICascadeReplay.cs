namespace TokenFinOps.Evaluation.Routing;

/// <summary>Asks every question of a matrix again.</summary>
internal interface ICascadeReplay
{
    /// <param name="pair">The models; without cheap ones, the dear one answers everything.</param>
    /// <param name="rows">The questions.</param>
    /// <param name="done">Takes the number of questions that are answered.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How each question went, in the order of the rows.</returns>
    Task<IReadOnlyList<CascadeOutcome>> RunAsync(CascadePair pair, IReadOnlyList<MatrixRow> rows, Action<int> done, CancellationToken cancellationToken);
}
