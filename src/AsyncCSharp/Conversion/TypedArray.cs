using System.Management.Automation;
using System.Reflection;

namespace AsyncCSharp.Conversion;

/// <summary>Arrays of PowerShell, which are <c>object[]</c> whatever is in them, with the type of their elements.</summary>
internal static class TypedArray
{
    /// <summary>The type that all elements of an untyped array have, or the nearest class that they have in common; null where there is none.</summary>
    public static Type? ElementTypeOf(object? value)
    {
        if (value is not object?[] array || (array.GetType() != typeof(object[]) && array is not PSObject[]))
        {
            return null;
        }

        Type? common = null;
        Type? latest = null;
        bool hasNull = false;
        foreach (object? item in array)
        {
            object? element = PSValue.Unwrap(item);
            if (element is null or PSObject)
            {
                hasNull = element is null;
                if (hasNull)
                {
                    continue;
                }

                return null;
            }

            // Most arrays are of one type.
            if (element.GetType() != latest)
            {
                latest = element.GetType();
                common = common is null ? Nameable(latest) : Common(common, latest);
                if (common is null)
                {
                    return null;
                }
            }
        }

        return common is { IsValueType: true } && hasNull ? null : common;
    }

    /// <summary>Whether a value is seen in other forms by cells that would not compile with it as it is.</summary>
    public static bool HasForms(object? value) => ElementTypeOf(value) is not null || ObjectItems.Of(value) is not null;

    /// <summary>The array in a form; the value itself where it is no such array.</summary>
    /// <param name="form">The form.</param>
    /// <param name="value">The value.</param>
    /// <param name="copy">Where it is a copy, what keeps that and the array the same; else null.</param>
    public static object? In(ArrayForm form, object? value, out ICounterpart? copy)
    {
        copy = null;
        if (form is ArrayForm.Objects)
        {
            return ShellObjects.Of(value) ?? value;
        }

        if (form != ArrayForm.AsIs && ObjectItems.Of(value) is { } items)
        {
            return items;
        }

        if (form == ArrayForm.AsIs || ElementTypeOf(value) is not { } type)
        {
            return value;
        }

        object?[] array = (object?[])value!;
        if (form == ArrayForm.View)
        {
            object view = Activator.CreateInstance(
                typeof(ArrayView<>).MakeGenericType(type), BindingFlags.Instance | BindingFlags.NonPublic, null, [array, (Func<object?, object?>)PSValue.Unwrap], null)!;
            KeepNames(array, view);
            return view;
        }

        Array typed = Array.CreateInstance(type, array.Length);
        for (int i = 0; i < array.Length; i++)
        {
            typed.SetValue(PSValue.Unwrap(array[i]), i);
        }

        KeepNames(array, typed);
        copy = (ICounterpart)Activator.CreateInstance(typeof(ArrayCopy<>).MakeGenericType(type), array, typed)!;
        return typed;
    }

    /// <summary>The typed forms, the better one first.</summary>
    public static ReadOnlySpan<ArrayForm> Forms => [ArrayForm.View, ArrayForm.Copy];

    /// <summary>What compiling gives in the first form that will do; null where none does.</summary>
    /// <param name="compile">Compiles in a form.</param>
    /// <param name="forms">The forms to try.</param>
    /// <param name="form">That form; <see cref="ArrayForm.AsIs"/> for none.</param>
    public static T? FirstThatCompiles<T>(Func<ArrayForm, T> compile, ReadOnlySpan<ArrayForm> forms, out ArrayForm form)
        where T : class
    {
        foreach (ArrayForm typed in forms)
        {
            try
            {
                T cell = compile(typed);
                form = typed;
                return cell;
            }
            catch (CSharpCompilationException)
            {
                // The next form may do.
            }
        }

        form = ArrayForm.AsIs;
        return null;
    }

    // The tuples in it may have names.
    private static void KeepNames(object?[] array, object form)
    {
        if (NamedElements.Of(array)?.Names is { } names)
        {
            new TupleNames { Items = names }.Keep(form);
        }
    }

    private static Type? Common(Type one, Type other)
    {
        for (Type? type = one; type is not null; type = Nameable(type.BaseType))
        {
            if (type.IsAssignableFrom(other))
            {
                return type;
            }
        }

        return null;
    }

    // The type, or its nearest base, that says something and that C# can name.
    private static Type? Nameable(Type? type)
    {
        while (type is not null && type != typeof(object) && type != typeof(ValueType) && type != typeof(Enum))
        {
            if (!type.Name.Contains('<', StringComparison.Ordinal) && (type.IsVisible || InputTypes.IsOfCell(type)))
            {
                return type;
            }

            type = type.BaseType;
        }

        return null;
    }
}
