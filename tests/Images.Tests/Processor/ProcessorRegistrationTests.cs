using System.Net;
using Leasehold.Images.Processor;

namespace Leasehold.Images.Tests.Processor;

public sealed class ProcessorRegistrationTests
{
    [Fact]
    public void CreateHandler_Always_HasNoProxyCookiesCredentialsRedirectsOrDecompression()
    {
        using var handler = ProcessorRegistration.CreateHandler(new ProcessorOptions());

        Assert.False(handler.UseProxy);
        Assert.False(handler.UseCookies);
        Assert.Null(handler.Credentials);
        Assert.False(handler.PreAuthenticate);
        Assert.False(handler.AllowAutoRedirect);
        Assert.Equal(DecompressionMethods.None, handler.AutomaticDecompression);
    }
}
