using System.Net;

namespace TokenFinOps.Tests.Pricing.Catalogue.Refresh;

/// <summary>Answers every request as the test says, and counts them.</summary>
internal sealed class FakeHttp : HttpMessageHandler
{
    public Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = static (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.NotFound));

    public int Requests { get; private set; }

    public void Return(string body, HttpStatusCode status = HttpStatusCode.OK) => Answer = (_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests++;
        return Answer(request, cancellationToken);
    }
}
