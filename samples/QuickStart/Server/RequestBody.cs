using System.Text.Json;

namespace QuickStart.Server;

/// <summary>Reads a request's body as JSON.</summary>
internal static class RequestBody
{
    public static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest($"We could not parse the JSON body of your request: {exception.Message}");
        }
    }
}
