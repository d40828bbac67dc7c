namespace TokenFinOps.PostgreSql.Spooling;

/// <summary>The server is away and the local disk may hold no more entries.</summary>
internal sealed class SpoolFullException(string message, Exception? serverFault) : IOException(message, serverFault);
