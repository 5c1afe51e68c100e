using Microsoft.CodeAnalysis;

namespace Leasehold.Analyzers;

/// <summary>The types whose methods talk to somebody else.</summary>
internal sealed class ExternalSymbols(Compilation compilation)
{
    /// <summary>Each method that returns something is a call.</summary>
    public ImmutableArray<INamedTypeSymbol> Senders { get; } = compilation.Known(
        "System.Net.Http.HttpMessageInvoker",
        "Grpc.Core.CallInvoker",
        "Stripe.Service",
        "Stripe.Service`1",
        "Stripe.StripeService",
        "Stripe.IStripeClient");

    /// <summary>A generated gRPC client; its own methods are calls, those of this type configure it.</summary>
    public INamedTypeSymbol? GrpcClient { get; } = compilation.GetTypeByMetadataName("Grpc.Core.ClientBase");

    /// <summary>Each method that returns a task, or a result of the SDK, is a call.</summary>
    public ImmutableArray<INamedTypeSymbol> SdkClients { get; } = compilation.Known(
        "Amazon.Runtime.IAmazonService", "Amazon.Runtime.AmazonServiceClient", "MailKit.IMailService");

    /// <summary>What each Azure client is configured with; who takes it in a constructor is a client.</summary>
    public ImmutableArray<INamedTypeSymbol> SdkOptions { get; } = compilation.Known(
        "Azure.Core.ClientOptions", "System.ClientModel.Primitives.ClientPipelineOptions");

    /// <summary>What only a call to a service returns.</summary>
    public ImmutableArray<INamedTypeSymbol> SdkResults { get; } = compilation.Known(
        "Azure.Response",
        "Azure.NullableResponse`1",
        "Azure.Operation",
        "Azure.Pageable`1",
        "Azure.AsyncPageable`1",
        "System.ClientModel.ClientResult",
        "Amazon.Runtime.AmazonWebServiceResponse");

    /// <summary>Types whose methods with one of <see cref="ClassicVerbs"/> are calls, void ones too.</summary>
    public ImmutableArray<INamedTypeSymbol> Classic { get; } = compilation.Known(
        "System.Net.Mail.SmtpClient", "System.Net.WebClient", "System.Net.WebRequest",
        "System.Net.Sockets.TcpClient", "System.Net.NetworkInformation.Ping");

    public ImmutableArray<string> ClassicVerbs { get; } =
        ImmutableArray.Create("Send", "Get", "Download", "Upload", "Open", "Connect");

    public INamedTypeSymbol? HttpInvoker { get; } =
        compilation.GetTypeByMetadataName("System.Net.Http.HttpMessageInvoker");

    /// <summary>Leasehold's own mark.</summary>
    public INamedTypeSymbol? Mark { get; } = compilation.GetTypeByMetadataName("Leasehold.ExternalCallAttribute");

    /// <summary>Refit's <c>[Get]</c>, <c>[Post]</c> and so on.</summary>
    public INamedTypeSymbol? RefitVerb { get; } = compilation.GetTypeByMetadataName("Refit.HttpMethodAttribute");
}
