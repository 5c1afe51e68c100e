namespace Leasehold.Payments.Http;

/// <summary>The languages that messages come in.</summary>
internal enum Language
{
    English,
    Korean,
}
