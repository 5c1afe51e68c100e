namespace Leasehold.Guest.Tests.Host;

/// <summary>A refusal of the shop's own, which its exception handler knows.</summary>
internal sealed class ShopException(string message) : Exception(message);
