/** The only list of actions. A new verb is one file and one line here. */

import { createAccount } from '#actions/account/create.ts'
import type { Action } from '#actions/action.ts'
import { acceptInvitation } from '#actions/invitation/accept.ts'
import { lookAtInvitation } from '#actions/invitation/look.ts'
import { answerLogin } from '#actions/login/answer.ts'
import { cancelLogin } from '#actions/login/cancel.ts'
import { challengeLogin } from '#actions/login/challenge.ts'
import { confirmEnrolment } from '#actions/login/confirm.ts'
import { currentLogin } from '#actions/login/current.ts'
import { enrolLogin } from '#actions/login/enrol.ts'
import { changePasswordInLogin } from '#actions/login/password.ts'
import { keepRecoveryCodes } from '#actions/login/recovery-codes.ts'
import { skipEnrolment } from '#actions/login/skip.ts'
import { startLogin } from '#actions/login/start.ts'
import { addFactor, confirmFactor } from '#actions/me/enrol.ts'
import { myFactors } from '#actions/me/factors.ts'
import { removeOwnFactor } from '#actions/me/remove-factor.ts'
import { signOut, signOutEverywhere } from '#actions/session/end.ts'
import { showSession } from '#actions/session/show.ts'
import { stepUp } from '#actions/session/step-up.ts'
import { claimSetUp, lookAtSetUp } from '#actions/set-up/claim.ts'
import { inviteOperator, inviteUser } from '#actions/user/invite.ts'
import { resetTwoFactor } from '#actions/user/reset-two-factor.ts'

export const actions: readonly Action[] = [
  startLogin,
  currentLogin,
  challengeLogin,
  answerLogin,
  enrolLogin,
  confirmEnrolment,
  keepRecoveryCodes,
  changePasswordInLogin,
  skipEnrolment,
  cancelLogin,
  showSession,
  signOut,
  signOutEverywhere,
  stepUp,
  myFactors,
  addFactor,
  confirmFactor,
  removeOwnFactor,
  lookAtInvitation,
  acceptInvitation,
  lookAtSetUp,
  claimSetUp,
  createAccount,
  inviteUser,
  inviteOperator,
  resetTwoFactor,
]
