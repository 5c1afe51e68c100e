using System.Net;
using Microsoft.Extensions.Options;

namespace Leasehold.Images.Processor;

/// <summary>Registers the processor's clients.</summary>
internal static class ProcessorRegistration
{
    /// <summary>An answer is a few hundred bytes; one that is larger is not the processor's.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>Old connections are replaced, so that a change of DNS is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static void AddProcessor(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ProcessorOptions>()
            .Bind(builder.Configuration.GetSection(ProcessorOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<ProcessorOptions>, ProcessorOptionsCheck>();

        // One client and one handler each for the process. The factory's own loggers write addresses.
        builder.Services.AddHttpClient(ProcessorClient.ClientName, Configure)
            .ConfigurePrimaryHttpMessageHandler(static services =>
                CreateHandler(services.GetRequiredService<IOptions<ProcessorOptions>>().Value))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        builder.Services.AddHttpClient(ResultDownload.ClientName, static (services, client) =>
            client.Timeout = services.GetRequiredService<IOptions<ProcessorOptions>>().Value.Timeout)
            .ConfigurePrimaryHttpMessageHandler(static services =>
                CreateHandler(services.GetRequiredService<IOptions<ProcessorOptions>>().Value))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
        builder.Services.AddSingleton(static services => new ProcessorClient(
            services.GetRequiredService<IHttpClientFactory>().CreateClient(ProcessorClient.ClientName)));
        builder.Services.AddSingleton(static services => ActivatorUtilities.CreateInstance<ResultDownload>(
            services, services.GetRequiredService<IHttpClientFactory>().CreateClient(ResultDownload.ClientName)));
    }

    /// <summary>A handler without redirects, proxy, cookies, credentials or decompression.</summary>
    public static SocketsHttpHandler CreateHandler(ProcessorOptions options) => new()
    {
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
    };

    private static void Configure(IServiceProvider services, HttpClient client)
    {
        var options = services.GetRequiredService<IOptions<ProcessorOptions>>().Value;
        var address = options.Url.AbsoluteUri;
        client.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
        client.Timeout = options.Timeout;
        client.MaxResponseContentBufferSize = MaxAnswerBytes;
    }
}
