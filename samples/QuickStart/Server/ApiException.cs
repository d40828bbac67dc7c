namespace QuickStart.Server;

/// <summary>A refusal that the caller sees as an OpenAI error body.</summary>
internal sealed class ApiException(int status, string type, string? code, string? parameter, string message) : Exception(message)
{
    public int Status { get; } = status;

    public static ApiException BadRequest(string message, string? parameter = null, string? code = null) =>
        new(StatusCodes.Status400BadRequest, "invalid_request_error", code, parameter, message);

    public static ApiException Missing(string parameter) =>
        BadRequest($"Missing required parameter: '{parameter}'.", parameter, "missing_required_parameter");

    public static ApiException InvalidValue(string value, IEnumerable<string> supported, string parameter) => BadRequest(
        $"Invalid value: '{value}'. Supported values are: {string.Join(", ", supported.Order(StringComparer.Ordinal))}.", parameter, "invalid_value");

    public static ApiException ModelNotFound(string name) => new(
        StatusCodes.Status404NotFound,
        "invalid_request_error",
        "model_not_found",
        null,
        $"The model `{name}` does not exist or you do not have access to it.");

    public static ApiException NotFound(string method, string path) => new(
        StatusCodes.Status404NotFound, "invalid_request_error", null, null, $"Invalid URL ({method} {path})");

    public static ApiException Unauthorized(string message, string? code) =>
        new(StatusCodes.Status401Unauthorized, "invalid_request_error", code, null, message);

    /// <summary>Writes <c>{"error":{…}}</c> with the status that belongs to it.</summary>
    public Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        return WireJson.SendAsync(response, WireJson.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteString("message", Message);
            writer.WriteString("type", type);
            writer.WriteString("param", parameter);
            writer.WriteString("code", code);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }));
    }
}
