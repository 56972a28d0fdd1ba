import { describe, expect, it } from 'vitest'
import { WeakPasswordError } from '../../src/auth/errors.ts'
import { verifyPassword } from '../../src/auth/passwords/password.ts'
import { refuseWeakPassword } from '../../src/auth/passwords/password-policy.ts'
import { createPasswords } from '../../src/platform/encryption/passwords.ts'

const services = { passwords: createPasswords() }
const email = 'jane.doe@northwind.example'

/** What the refusal says, or null when the password is taken. */
async function refusalOf(password: string, owner = email): Promise<string | null> {
  try {
    await refuseWeakPassword(password, owner)
    return null
  } catch (error) {
    if (error instanceof WeakPasswordError) return error.message
    throw error
  }
}

const tooShort = 'Use at least 12 characters. A few unrelated words are easy to remember.'
const tooLong = 'Use at most 128 characters.'
const about = 'Leave out your email address and the name of this product: attackers try them first.'
const common = 'Many people use this password, so attackers try it first. Choose another.'

/** So many different characters that nothing else is wrong with the password. */
const ofLength = (length: number) => 'qmzxwvkjyhugptrbldocnaeis'.repeat(6).slice(0, length)

describe('refuseWeakPassword', () => {
  it.each([
    [11, tooShort],
    [12, null],
    [128, null],
    [129, tooLong],
  ])('answers %i characters with %j', async (length, refusal) => {
    expect(await refusalOf(ofLength(length))).toBe(refusal)
  })

  it('counts an emoji as one character, though it has two code units and four bytes', async () => {
    expect(await refusalOf(`${ofLength(10)}🦊`)).toBe(tooShort)
    expect(await refusalOf(`${ofLength(11)}🦊`)).toBe(null)
    expect(await refusalOf(`${ofLength(100)}${'🦊'.repeat(28)}`)).toBe(null)
    expect(await refusalOf(`${ofLength(100)}${'🦊'.repeat(29)}`)).toBe(tooLong)
  })

  it.each([
    '1qaz2wsx3edc',
    '1QAZ2WSX3EDC',
    '1qaz2WSX3edc',
    'password1234',
    'qwertyuiop123',
    'PasswordPassword',
  ])('refuses %s, which was in a breach', async (password) => {
    expect(await refusalOf(password)).toBe(common)
  })

  it.each(['aaaaaaaaaaaa', 'abcabcabcabc', 'AbCaBcAbCaBc', '111111111111111'])(
    'refuses %s, which has fewer than four different characters',
    async (password) => {
      expect(await refusalOf(password)).toBe(common)
    },
  )

  it.each([
    'jane.doe@northwind.example',
    'JANE.DOE@northwind.EXAMPLE!',
    'hello jane.doe 9182',
    'my Northwind secret 7',
    'visit northwind.example',
    'open the Vestibule 42',
    'xxVESTIBULExx 9931',
  ])('refuses %s, which is about its owner or the product', async (password) => {
    expect(await refusalOf(password)).toBe(about)
  })

  it('takes what is about another person', async () => {
    expect(await refusalOf('hello jane.doe 9182', 'lee@southwind.example')).toBe(null)
  })

  it('takes short parts of the email, which are in too many words', async () => {
    expect(await refusalOf('velvet lantern bee', 'lan@bee.example')).toBe(null)
  })

  it.each([
    'onlylowercaseletters',
    'ONLYUPPERCASELETTERS',
    '839104756283',
    '          spaces at both ends          ',
    'häßlich süß bärtig',
    '漢字仮名交文章暗号鍵合言葉',
    'tab\tand\u0000nul and more',
  ])('has no rule of composition: takes %j', async (password) => {
    expect(await refusalOf(password)).toBe(null)
  })
})

describe('hashPassword', () => {
  it('keeps every character: spaces, case and the last one count', async () => {
    const password = ` Two  spaces ${ofLength(115)}`
    expect([...password]).toHaveLength(128)
    const passwordHash = await services.passwords.hash(password)
    expect(passwordHash.split('$')[3]?.split(',').sort()).toEqual(['m=19456', 'p=1', 't=2'])
    expect(await verifyPassword(services, passwordHash, password)).toBe(true)
    const others = [
      password.trim(),
      password.replace('  ', ' '),
      password.toLowerCase(),
      password.slice(0, -1),
    ]
    for (const other of others) expect(await verifyPassword(services, passwordHash, other)).toBe(false)
  })
})
