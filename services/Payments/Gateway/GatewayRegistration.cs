using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Leasehold.Payments.Gateway;

/// <summary>Registers the gateway's client.</summary>
internal static class GatewayRegistration
{
    /// <summary>An answer is a few hundred bytes; one that is larger is not the gateway's.</summary>
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>Old connections are replaced, so that a change of DNS is noticed.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    public static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<GatewayOptions>()
            .Bind(builder.Configuration.GetSection(GatewayOptions.Section))
            .PostConfigure<IHostEnvironment>(static (options, environment) =>
            {
                if (environment.IsDevelopment() && string.IsNullOrWhiteSpace(options.Key))
                {
                    options.Key = GatewayOptions.DevelopmentKey;
                }
            })
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsCheck>();

        // The factory's own loggers write addresses, and a transaction id is part of one.
        builder.Services.AddHttpClient(GatewayClient.ClientName, Configure)
            .ConfigurePrimaryHttpMessageHandler(CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();

        // One client and one handler for the process: a client per call cost 30 ms of CPU each.
        builder.Services.AddSingleton(static services => new GatewayClient(
            services.GetRequiredService<IHttpClientFactory>().CreateClient(GatewayClient.ClientName),
            new Declines(services.GetRequiredService<IOptions<GatewayOptions>>().Value),
            services.GetRequiredService<TimeProvider>()));
    }

    private static void Configure(IServiceProvider services, HttpClient client)
    {
        var options = services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        var address = options.Url.AbsoluteUri;
        client.BaseAddress = new Uri(address.EndsWith('/') ? address : address + "/");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.Key);
        client.Timeout = options.Timeout;
        client.MaxResponseContentBufferSize = MaxAnswerBytes;
    }

    private static SocketsHttpHandler CreateHandler(IServiceProvider services) => new()
    {
        ConnectTimeout = services.GetRequiredService<IOptions<GatewayOptions>>().Value.ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
    };
}
