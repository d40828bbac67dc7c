namespace TokenFinOps.Reporting.Focus;

/// <summary>Writes the rows of one export to a file or elsewhere.</summary>
/// <remarks>Called by one export: <see cref="StartAsync"/> once, <see cref="WriteAsync"/> for every row, <see cref="CompleteAsync"/> once. Not thread-safe.</remarks>
public interface IFocusWriter
{
    /// <summary>Begins.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A task that completes when rows can be written.</returns>
    ValueTask StartAsync(FocusSchema schema, CancellationToken cancellationToken = default);

    /// <summary>Writes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A task that completes when the next row can be written.</returns>
    ValueTask WriteAsync(FocusRow row, CancellationToken cancellationToken = default);

    /// <summary>Writes what is still held back. Without it the file is not whole.</summary>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A task that completes when everything is written.</returns>
    ValueTask CompleteAsync(CancellationToken cancellationToken = default);
}
